// <libitum-import>: a table and a folder. The server checks every row by the names, sizes and hashes of the
// recordings; then each goes to its track like any other upload.

import { announce } from "../text.js";
import { UploadList } from "./list.js";
import { queue } from "./queue.js";
import { adoptWords, percent, say } from "./words.js";

class Import extends HTMLElement {
  #leaving = null;
  #hashes = new Map(); // file -> hash
  #busy = null;

  connectedCallback() {
    adoptWords(this);
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => this.#submitted(event), { signal });
    const folder = this.querySelector("[data-uploads=folder]");
    folder.addEventListener("click", () => folder.nextElementSibling.click(), { signal });
    folder.nextElementSibling.addEventListener("change", () => this.#sayChosen(), { signal });
    new UploadList(this, "#import-table", signal);
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#busy?.abort();
  }

  get #files() {
    return [...this.querySelectorAll("[data-import=recordings]")].flatMap((input) => [...input.files]);
  }

  #sayChosen() {
    this.#tell(say("import_chosen", { number: this.#files.length }));
  }

  async #submitted(event) {
    event.preventDefault();
    this.#busy?.abort();
    this.#busy = new AbortController();
    const { signal } = this.#busy;
    const action = event.submitter?.value ?? "check";
    try {
      const manifest = await this.#describe(signal);
      await this.#ask(action, manifest, signal);
    } catch (error) {
      if (!signal.aborted) this.#tell(error.sentence ?? say("network"));
    }
  }

  /** What the server needs to know of the recordings. */
  async #describe(signal) {
    const files = this.#files;
    const whole = files.reduce((sum, { size }) => sum + size, 0);
    let done = 0;
    const described = [];
    for (const file of files) {
      const tell = (part) => this.#tell(say("import_reading", { percent: percent(whole ? (done + part) / whole : 1) }));
      if (!this.#hashes.has(file)) this.#hashes.set(file, await this.#hash(file, tell, signal));
      done += file.size;
      described.push({ name: file.webkitRelativePath || file.name, size: file.size, sha256: this.#hashes.get(file) });
    }
    return described;
  }

  #hash(file, tell, signal) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.dataset.hasher, { type: "module" });
      const end = (settle, value) => {
        worker.terminate();
        settle(value);
      };
      worker.onmessage = ({ data }) => {
        if (data.sha256) end(resolve, data.sha256);
        else if (data.failed) end(reject, { sentence: `${file.name}: ${say("changed")}` });
        else tell(data.done);
      };
      worker.onerror = () => end(reject, { sentence: say("server") });
      signal.addEventListener("abort", () => end(reject, signal.reason), { once: true });
      worker.postMessage({ file });
    });
  }

  async #ask(action, manifest, signal) {
    const data = new FormData(this.form);
    data.delete("recordings");
    data.set("do", action);
    data.set("manifest", JSON.stringify(manifest));
    const response = await fetch(location.pathname, { method: "POST", body: data, credentials: "same-origin", signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const results = page.getElementById("import-results");
    if (!results) throw Object.assign(new Error(), { sentence: say("server") });
    document.getElementById("import-results").replaceWith(document.adoptNode(results));
    this.#tell("");
    announce(results.dataset.summary);
    if (action === "import") this.#send(results);
    results.querySelector("h2")?.focus();
  }

  #send(results) {
    const byName = new Map(this.#files.map((file) => [file.webkitRelativePath || file.name, file]));
    for (const row of results.querySelectorAll("[data-track]")) {
      const file = byName.get(row.dataset.recording);
      if (file) queue.add(file, this.dataset.user, { track: row.dataset.track });
    }
  }

  #tell(sentence) {
    this.querySelector("[data-import=state]").textContent = sentence;
  }
}

customElements.define("libitum-import", Import);
