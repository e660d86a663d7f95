// Bytes a second over the last seconds, from what has been sent when.

const WINDOW = 8000; // ms
const FIRST = 800; // ms before a number means something

export class Speed {
  #samples = [];

  reset() {
    this.#samples = [];
  }

  /** `sent` bytes in all by now. */
  note(sent, now = performance.now()) {
    this.#samples.push([now, sent]);
    while (this.#samples.length > 2 && now - this.#samples[0][0] > WINDOW) this.#samples.shift();
  }

  /** 0 while it can't be told. */
  get perSecond() {
    if (this.#samples.length < 2) return 0;
    const [from, first] = this.#samples[0];
    const [to, last] = this.#samples.at(-1);
    return to - from < FIRST ? 0 : Math.max(0, ((last - first) * 1000) / (to - from));
  }
}
