// <libitum-uploads>: where recordings are chosen and the list of those on their way is shown.

import { announce } from "../text.js";
import { dropped, isRecording } from "./choosing.js";
import { UploadList } from "./list.js";
import { queue } from "./queue.js";
import { adoptWords, say } from "./words.js";

class Uploads extends HTMLElement {
  #leaving = null;

  connectedCallback() {
    adoptWords(this);
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.querySelector("form").addEventListener("submit", (event) => event.preventDefault(), { signal });
    for (const input of this.querySelectorAll(".drop-file")) input.addEventListener("change", () => this.#chosen(input), { signal });
    this.querySelector("#upload-file").required = false;
    const folder = this.querySelector("[data-uploads=folder]");
    folder?.addEventListener("click", () => folder.nextElementSibling.click(), { signal });
    this.#takeDrops(signal);
    new UploadList(this, "#upload-file", signal);
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  /** A drop anywhere on the page is meant for us; otherwise the browser would open the file and leave. */
  #takeDrops(signal) {
    const mark = (over) => this.toggleAttribute("data-over", over);
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    const on = (name, act) => document.addEventListener(name, (event) => hasFiles(event) && act(event), { signal });
    on("dragover", (event) => {
      event.preventDefault();
      mark(true);
    });
    on("dragleave", (event) => event.relatedTarget === null && mark(false));
    on("drop", async (event) => {
      event.preventDefault();
      mark(false);
      this.#add(await dropped(event.dataTransfer));
    });
  }

  #chosen(input) {
    const fromFolder = input.hasAttribute("webkitdirectory");
    const files = [...input.files].map((file) => ({ file, fromFolder }));
    input.value = "";
    this.#add(files);
  }

  #add(files) {
    const endings = this.dataset.endings.split(" ");
    const wanted = files.filter((each) => isRecording(each, endings)).slice(0, this.dataset.track ? 1 : Infinity);
    const about = this.dataset.track ? { track: this.dataset.track } : { artist: this.querySelector("[name=artist]").value };
    const added = wanted.filter(({ file }) => queue.add(file, this.dataset.user, about)).map(({ file }) => file.name);
    const already = wanted.map(({ file }) => file.name).filter((name) => !added.includes(name));
    const out = files.filter((each) => !wanted.includes(each)).map(({ file }) => file.name);
    if (added.length) announce(say("said_added", { name: added.join(", ") }));
    this.#sayLeftOut(out, already);
  }

  #sayLeftOut(out, already) {
    const sentences = already.map((name) => say("already", { name }));
    if (out.length) sentences.unshift(say("left_out", { names: out.join(", ") }));
    const line = this.querySelector("[data-uploads=left-out]");
    line.textContent = sentences.join(" ");
    line.hidden = !sentences.length;
  }
}

customElements.define("libitum-uploads", Uploads);
