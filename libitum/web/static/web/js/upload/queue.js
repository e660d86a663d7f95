// All recordings on their way, a few at a time. One queue for as long as the document lives.

import { Transfer } from "./transfer.js";

const AT_ONCE = 3;

class Queue extends EventTarget {
  transfers = [];

  /** The new transfer, or null where the same file is on its way already. */
  add(file, user, about = {}) {
    if (this.transfers.some((transfer) => isSame(transfer, file, about))) return null;
    const transfer = new Transfer(file, user, about);
    transfer.addEventListener("change", () => this.#changed(transfer));
    this.transfers.push(transfer);
    this.#changed(transfer);
    return transfer;
  }

  remove(transfer) {
    this.transfers = this.transfers.filter((other) => other !== transfer);
    this.#changed(transfer);
  }

  /** Those whose bytes are not all there and still may come. */
  get open() {
    return this.transfers.filter((transfer) => !transfer.isOver);
  }

  get underWay() {
    return this.transfers.filter((transfer) => transfer.isUnderWay);
  }

  /** Of what counts now: the part sent, from 0 to 1, and the seconds left, null while they can't be told. */
  get progress() {
    const counted = this.transfers.filter((transfer) => !["cancelled", "failed"].includes(transfer.state));
    const size = counted.reduce((sum, { size }) => sum + size, 0);
    const sent = counted.reduce((sum, { sent }) => sum + sent, 0);
    const speed = this.underWay.reduce((sum, { speed }) => sum + speed.perSecond, 0);
    return { part: size ? sent / size : 0, secondsLeft: speed ? (size - sent) / speed : null };
  }

  #changed(transfer) {
    this.#fill();
    guardLeaving(this.underWay.length > 0 || this.transfers.some(({ state }) => state === "waiting"));
    this.dispatchEvent(new CustomEvent("change", { detail: transfer }));
  }

  #fill() {
    const free = AT_ONCE - this.underWay.length;
    for (const transfer of this.transfers.filter(({ state }) => state === "waiting").slice(0, Math.max(0, free))) transfer.run();
  }
}

const isSame = (transfer, file, about) =>
  !transfer.isOver &&
  transfer.name === file.name &&
  transfer.size === file.size &&
  transfer.file.lastModified === file.lastModified &&
  (transfer.about.track ?? "") === (about.track ?? "");

/** Asks before the document goes while bytes are going; moving about the site keeps the document. */
function guardLeaving(needed) {
  if (needed) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}

const ask = (event) => event.preventDefault();

export const queue = new Queue();
