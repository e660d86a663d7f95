// The list of recordings on their way, within an element that has its template.

import { queue } from "./queue.js";
import { forgetRow, rowOf } from "./row.js";

export class UploadList {
  #hidden = 0; // how many uploads were known when those begun before were last looked through

  /** `empty`: what takes the focus when its row and all others are gone. */
  constructor(host, empty, signal) {
    Object.assign(this, { host, empty });
    this.list = host.querySelector("[data-uploads=list]");
    queue.addEventListener("change", ({ detail }) => this.#changed(detail), { signal });
    this.show();
  }

  #changed(transfer) {
    if (this.list.children.length !== queue.transfers.length) this.show(transfer);
    else if (known().length !== this.#hidden) this.#hideKnown(); // which upload a file belongs to is found out after a while
    if (transfer.isOver) this.#lookAtRoom();
  }

  /** `gone`: the transfer that may just have left, with the focus in its row. */
  show(gone = null) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const template = this.host.querySelector("#upload-row");
    this.list.replaceChildren(...queue.transfers.map((transfer) => rowOf(transfer, template)));
    if (gone && !queue.transfers.includes(gone)) forgetRow(gone);
    this.host.querySelector("[data-uploads=section]").hidden = !queue.transfers.length;
    this.#hideKnown();
    if (!focused) return;
    if (this.list.contains(focused)) focused.focus({ preventScroll: true });
    else this.host.querySelector(queue.transfers.length ? "#upload-list-title" : this.empty).focus();
  }

  /** What is in our list needn't be among those begun before. */
  #hideKnown() {
    const ours = known();
    this.#hidden = ours.length;
    const rows = [...document.querySelectorAll("[data-uploads-unfinished] [data-upload]")];
    for (const row of rows) row.hidden = ours.includes(row.dataset.upload);
    for (const section of document.querySelectorAll("[data-uploads-unfinished]")) section.hidden = rows.length > 0 && rows.every((row) => row.hidden);
  }

  async #lookAtRoom() {
    const room = document.querySelector("[data-uploads-room]");
    if (!room) return;
    const html = await fetch("/upload/room", { headers: { Accept: "text/html" }, credentials: "same-origin" })
      .then((response) => (response.ok && !response.redirected ? response.text() : ""))
      .catch(() => ""); // what stands there stays
    const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    if (fresh && room.isConnected) room.replaceWith(document.adoptNode(fresh));
  }
}

const known = () => queue.transfers.map(({ uid }) => uid).filter(Boolean);
