// <libitum-copy>: an address or key in a box, and a button that copies it.

import { announce } from "./text.js";

const SHOWN = 2000; // ms

class Copy extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", () => this.copy());
    this.querySelector("input").addEventListener("focus", (event) => event.target.select());
  }

  async copy() {
    const input = this.querySelector("input");
    const button = this.querySelector("button");
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      input.select(); // no leave to write: one keystroke remains for the person
      return;
    }
    const words = button.textContent;
    button.textContent = this.dataset.done;
    announce(this.dataset.done);
    setTimeout(() => (button.textContent = words), SHOWN);
  }
}

customElements.define("libitum-copy", Copy);
