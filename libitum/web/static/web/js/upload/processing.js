// <libitum-processing data-url>: what becomes of an upload, asked for again until nothing moves any more.

import { announce } from "../text.js";

const FIRST = 700; // ms
const LONGEST = 5000;

class Processing extends HTMLElement {
  #timer = null;
  #pause = FIRST;

  connectedCallback() {
    if (!this.firstElementChild) this.#ask();
    else this.#again();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #again() {
    clearTimeout(this.#timer);
    if (!this.isConnected || !this.querySelector("[data-moving]")) return;
    this.#timer = setTimeout(() => this.#ask(), this.#pause);
    this.#pause = Math.min(LONGEST, this.#pause * 1.3);
  }

  async #ask() {
    try {
      const response = await fetch(this.dataset.url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (response.ok && !response.redirected) return this.#show(await response.text());
    } catch {
      // No connection: what is shown stays, and the next look may do better.
    }
    this.#timer = setTimeout(() => this.isConnected && this.#ask(), LONGEST);
    return undefined;
  }

  #show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    const before = this.firstElementChild;
    if (!fresh || before?.outerHTML === fresh.outerHTML) return this.#again();
    if (before?.dataset.state !== fresh.dataset.state) {
      this.#pause = FIRST;
      if (!("moving" in fresh.dataset)) announce(fresh.innerText ?? fresh.textContent);
    }
    const focused = this.contains(document.activeElement);
    this.replaceChildren(document.adoptNode(fresh));
    if (focused) this.querySelector("a, button")?.focus();
    return this.#again();
  }
}

customElements.define("libitum-processing", Processing);
