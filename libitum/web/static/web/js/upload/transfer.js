// One recording on its way: begun or gone on with, sent part by part, tried again when something breaks.

import * as direct from "./direct.js";
import { addressOf, fingerprint, forgetAddress, keepAddress } from "./memory.js";
import { Speed } from "./speed.js";
import * as tus from "./tus.js";
import { refreshWords, say } from "./words.js";

const MB = 1024 * 1024;
const LEAST = MB / 4; // bytes in a part
const MOST = 8 * MB; // below what proxies let through
const FAST = 2500; // ms; a part that took less was small
const LONGEST_PAUSE = 30; // seconds between two tries
const SAME_PART = 4; // times one part may arrive damaged
const STORE_TRIES = 3; // before the first part has come; after that the site takes them instead

export class Transfer extends EventTarget {
  state = "waiting"; // starting, sending, paused, retrying, received, failed, cancelled
  offset = 0; // bytes the server has
  sent = 0; // bytes sent, the part on its way included
  resumedAt = 0;
  reason = ""; // sentence for retrying and failed
  nextTry = 0; // seconds
  speed = new Speed();
  #part = 2 * MB;
  #failures = 0;
  #damaged = 0;
  #refreshed = false;
  #begun = false;
  #isDirect = false;
  #partSize = 0; // bytes in a part of the store
  #control = null;
  #wake = null;

  /** `about`: artist or track (uids). */
  constructor(file, user, about) {
    super();
    Object.assign(this, { file, user, about, name: file.name, size: file.size, address: null, key: randomKey() });
  }

  get uid() {
    return this.address?.split("/").pop() ?? null;
  }

  get isUnderWay() {
    return ["starting", "sending", "retrying"].includes(this.state);
  }

  get isOver() {
    return ["received", "failed", "cancelled"].includes(this.state);
  }

  get part() {
    return this.size ? this.sent / this.size : 0;
  }

  get secondsLeft() {
    return this.speed.perSecond ? (this.size - this.sent) / this.speed.perSecond : null;
  }

  async run() {
    this.#control = new AbortController();
    const { signal } = this.#control;
    this.#become("starting");
    for (;;) {
      try {
        await this.#send(signal);
        return this.#become("received");
      } catch (error) {
        if (signal.aborted) return undefined;
        const seconds = await this.#patience(error);
        if (seconds === null) return this.#fail(error);
        this.reason = error instanceof tus.Silence ? say("network") : error.sentence || say("server");
        await this.#rest(seconds, signal);
        if (signal.aborted) return undefined;
      }
    }
  }

  pause() {
    if (this.isOver || this.state === "paused") return;
    this.#stop("paused");
  }

  /** Back in line; the queue decides when. */
  resume() {
    this.#failures = this.#damaged = 0;
    if (this.state === "retrying") return this.#wake?.();
    if (this.state === "paused" || this.state === "failed") this.#become("waiting");
    return undefined;
  }

  async cancel() {
    this.#stop("cancelled");
    if (this.print) forgetAddress(this.print);
    if (!this.address) return;
    // Whether it hears us or not: what nobody goes on with expires on the server.
    await tus.giveUp(this.address).catch(() => {});
  }

  #stop(state) {
    this.sent = this.offset; // of the part on its way nothing counts
    this.#become(state);
    this.#control?.abort();
  }

  async #send(signal) {
    await this.#findPlace(signal);
    this.#become("sending");
    this.speed.reset();
    this.speed.note(this.offset);
    while (this.offset < this.size) await (this.#isDirect ? this.#putPart(signal) : this.#sendPart(signal));
    if (this.#isDirect) await direct.complete(this.address, signal).catch(unlessThere);
    forgetAddress(this.print);
  }

  /** Where to go on: what the server has of this file, or a new upload. */
  async #findPlace(signal) {
    this.print ??= await readable(fingerprint(this.file, this.user, this.about));
    this.address ??= addressOf(this.print);
    const there = this.address ? await tus.offsetOf(this.address, signal) : null;
    if (there === null && this.#begun) throw new tus.Refusal(410, { detail: say("gone") });
    if (there === null) {
      const made = await tus.create(this.size, { filename: this.name, key: this.key, ...this.about }, signal);
      this.address = made.address;
      this.#isDirect = made.isDirect;
      keepAddress(this.print, this.address);
    } else {
      this.#isDirect = there.isDirect;
    }
    this.offset = this.sent = this.#isDirect && there?.offset !== this.size ? await this.#offsetInStore(signal) : (there?.offset ?? 0);
    if (!this.#begun) this.resumedAt = this.offset;
    this.#begun = true;
  }

  async #offsetInStore(signal) {
    try {
      await direct.placeOf(this.address, 1, signal);
      const { partSize, whole } = await direct.arrivedAt(this.address, signal);
      this.#partSize = partSize;
      return Math.min(whole * partSize, this.size);
    } catch (error) {
      unlessThere(error);
      return this.size;
    }
  }

  async #putPart(signal) {
    const from = this.offset;
    const { url, size } = await direct.placeOf(this.address, from / this.#partSize + 1, signal);
    await readable(direct.put(url, this.file.slice(from, from + size), { onProgress: this.#progressFrom(from, size), signal }));
    this.offset = this.sent = from + size;
    this.#failures = 0;
    this.#changed();
  }

  #progressFrom(from, size) {
    return (sent) => {
      this.sent = from + Math.min(sent, size);
      this.speed.note(this.sent);
      this.#changed();
    };
  }

  async #sendPart(signal) {
    const from = this.offset;
    const blob = this.file.slice(from, from + this.#part);
    const began = performance.now();
    const onProgress = this.#progressFrom(from, blob.size);
    this.offset = this.sent = await readable(tus.sendPart(this.address, blob, from, { onProgress, signal }));
    this.#failures = this.#damaged = 0;
    if (performance.now() - began < FAST) this.#part = Math.min(MOST, this.#part * 2);
    this.#changed();
  }

  /** Seconds until another try makes sense; null if none does. */
  async #patience(error) {
    if (this.#isDirect && this.offset === 0 && this.#failures + 1 >= STORE_TRIES) return this.#leaveStore();
    if (error instanceof tus.Silence) return this.#slower();
    if (!(error instanceof tus.Refusal)) return null;
    const { status, code, wait } = error;
    if (status === 460) return ++this.#damaged < SAME_PART ? this.#slower() : null;
    if (status === 403 && code === "forbidden") return this.#freshToken();
    if (status === 409 && code === "wrong-offset") return this.#slower();
    if (status === 400 && code === "incomplete") return this.#slower();
    if (status === 409 && code === "not-direct") return this.#slower();
    if (wait !== null) return Math.min(wait, LONGEST_PAUSE);
    return status >= 500 || status === 408 ? this.#slower() : null;
  }

  /** Longer pauses and smaller parts, the more often it fails. */
  #slower() {
    this.#failures += 1;
    this.#part = Math.max(LEAST, this.#part / 2);
    return Math.min(LONGEST_PAUSE, 2 ** (this.#failures - 1) * (0.75 + Math.random() / 2));
  }

  /** It can't be reached from this browser, and nothing has come yet. */
  async #leaveStore() {
    await direct.leave(this.address).catch(() => {});
    this.#failures = 0;
    return 0;
  }

  async #freshToken() {
    if (this.#refreshed) return null;
    this.#refreshed = true;
    await refreshWords().catch(() => {});
    return 0;
  }

  async #rest(seconds, signal) {
    if (seconds === 0) return;
    this.sent = this.offset;
    const until = performance.now() + seconds * 1000;
    while (!signal.aborted && performance.now() < until) {
      this.nextTry = Math.ceil((until - performance.now()) / 1000);
      this.#become("retrying");
      if (await this.#woken(Math.min(1000, until - performance.now()), signal)) break;
    }
    if (!signal.aborted) this.#become("starting");
  }

  /** Waits; true if called to go on at once. */
  #woken(milliseconds, signal) {
    return new Promise((resolve) => {
      const over = new AbortController();
      const done = (early) => {
        over.abort();
        clearTimeout(timer);
        resolve(early);
      };
      const timer = setTimeout(() => done(false), milliseconds);
      this.#wake = () => done(true);
      addEventListener("online", this.#wake, { signal: over.signal });
      signal.addEventListener("abort", this.#wake, { signal: over.signal });
    });
  }

  #fail(error) {
    this.sent = this.offset;
    this.reason = sentenceOf(error);
    if ([404, 410].includes(error.status)) this.#beginAnew();
    this.#become("failed");
  }

  /** The server has nothing of it any more: another try starts from the first byte. */
  #beginAnew() {
    forgetAddress(this.print);
    Object.assign(this, { address: null, key: randomKey(), offset: 0, sent: 0, resumedAt: 0 });
    this.#begun = false;
  }

  #become(state) {
    this.state = state;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** Asked twice, as the first answer was lost, it is there already. */
function unlessThere(error) {
  if (error.code !== "all-there") throw error;
}

class Unreadable extends Error {}

/** Tells a file that can't be read any more from a request that failed. */
async function readable(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof DOMException && ["NotReadableError", "NotFoundError"].includes(error.name)) throw new Unreadable();
    throw error;
  }
}

function sentenceOf(error) {
  if (error instanceof Unreadable) return say("changed");
  if (error.status === 401) return say("signed_out");
  if (error.status === 460) return say("damaged");
  return error.sentence || say("server");
}

/** Asking twice for one upload, because the first answer was lost, makes one. */
const randomKey = () => [...crypto.getRandomValues(new Uint8Array(12))].map((octet) => octet.toString(36)).join("");
