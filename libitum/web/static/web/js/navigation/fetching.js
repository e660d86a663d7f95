// Fetches pages. Redirects are followed by hand where the server names them (web/navigation.py): a fetch by
// itself hides the fragment, and fails at another site's address.

const MOST_REDIRECTS = 10;
const HEADER = "X-Libitum-Navigation";

/** `{kind: "page", document, url, status, keep}`, `{kind: "elsewhere", url}` or `{kind: "file", response, url}`. */
export async function fetchPage({ url, method, body }, signal) {
  let target = new URL(url);
  let request = { method, body };
  for (let hop = 0; hop < MOST_REDIRECTS; hop += 1) {
    const response = await fetch(target, { ...request, signal, headers: { Accept: "text/html", [HEADER]: "1" }, credentials: "same-origin" });
    const named = response.headers.get("X-Libitum-Location");
    if (named === null) return read(response, target);
    const hash = target.hash;
    target = new URL(named, response.url);
    target.hash ||= hash;
    if (target.origin !== location.origin) return { kind: "elsewhere", url: target };
    request = { method: "GET", body: null };
  }
  throw new Error("too many redirects");
}

async function read(response, asked) {
  const url = new URL(response.url);
  url.hash ||= asked.hash;
  if (!/^(text\/html|application\/xhtml\+xml)/.test(response.headers.get("Content-Type") ?? "")) return { kind: "file", response, url };
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  const keep = !/no-store/.test(response.headers.get("Cache-Control") ?? "");
  return { kind: "page", document: parsed, url, status: response.status, keep };
}

/** Hands a file that answered a submission to the browser's downloads. */
export async function saveFile({ response, url }) {
  const name = /filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement("a"), { href: address, download: name ?? url.pathname.split("/").pop() });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
