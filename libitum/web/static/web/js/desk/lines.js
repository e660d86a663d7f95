// <libitum-lines>: a Django formset. "One more line" is answered here instead of by the server.

class Lines extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=more]");
      if (!button) return;
      event.preventDefault();
      this.add();
    });
  }

  add() {
    const total = this.querySelector("input[name$=TOTAL_FORMS]");
    const number = Number(total.value);
    const last = [...this.querySelectorAll("[data-line]")].at(-1);
    const line = last.cloneNode(true);
    for (const field of line.querySelectorAll("input, select, datalist, label, [id], [aria-describedby]")) renumber(field, number);
    for (const error of line.querySelectorAll(".errorlist")) error.remove();
    const legend = line.querySelector("legend");
    legend.textContent = legend.textContent.replace(/\d+/, number + 1);
    last.after(line);
    total.value = number + 1;
    line.querySelector("select, input:not([type=hidden])").focus();
  }
}

/** `credits-2-name` becomes `credits-7-name`, empty. */
function renumber(field, number) {
  for (const attribute of ["name", "id", "for", "list", "aria-describedby"]) {
    const value = field.getAttribute(attribute);
    if (value) field.setAttribute(attribute, value.replace(/-\d+-/g, `-${number}-`));
  }
  field.removeAttribute("aria-invalid");
  if (field.type === "checkbox") field.checked = false;
  else if (field.matches("input")) field.value = "";
  else if (field.matches("datalist")) field.replaceChildren();
}

customElements.define("libitum-lines", Lines);
