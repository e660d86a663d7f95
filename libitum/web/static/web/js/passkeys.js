// <libitum-passkey>: before its form is sent, the browser makes ("create") or uses ("get") a passkey (WebAuthn),
// and what it says goes into the form's field `credential`.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list) => (list ?? []).map((entry) => ({ ...entry, id: bytes(entry.id) }));

/** Always a passkey that signs in by itself: kept on the device, and opened by whoever holds it alone. */
function creation({ publicKey }) {
  return {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: named(publicKey.excludeCredentials),
    authenticatorSelection: {
      ...publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

function request({ publicKey }) {
  return { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: named(publicKey.allowCredentials) };
}

/** The credential as JSON (WebAuthn level 3, 5.1.8; not every browser's `toJSON` is there yet). */
function spoken(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[name]) parts[name] = base64url(response[name]);
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

class Passkey extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  handleEvent(event) {
    if (this.hasAnswer) return; // on to the server
    event.preventDefault();
    this.perform(event.target, event.target.elements.credential, event.submitter);
  }

  async perform(form, field, submitter) {
    const trouble = this.querySelector("[role=alert]");
    trouble.textContent = "";
    submitter?.setAttribute("aria-disabled", "true");
    try {
      field.value = JSON.stringify(spoken(await this.ceremony(await this.options(form))));
    } catch {
      trouble.textContent = this.dataset.failed; // refused, timed out, no device: it is all the same to the person
      return;
    } finally {
      submitter?.removeAttribute("aria-disabled");
    }
    this.hasAnswer = true;
    form.requestSubmit(submitter);
    this.hasAnswer = false;
  }

  async options(form) {
    const { options, optionsFrom } = this.dataset;
    if (options) return JSON.parse(document.getElementById(options).textContent);
    const answer = await fetch(optionsFrom, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options;
  }

  ceremony(options) {
    return this.dataset.ceremony === "create"
      ? navigator.credentials.create({ publicKey: creation(options) })
      : navigator.credentials.get({ publicKey: request(options) });
  }
}

customElements.define("libitum-passkey", Passkey);
