// Output for browsers without Media Source: native HLS or the progressive file, one track after the other.
// Between two tracks there may be a short gap; the player's help says so.

import { Source } from "./source.js";
import { Unavailable } from "./net.js";

const HLS = "application/vnd.apple.mpegurl";
const PRELOAD = 20; // s before the end

/** Same methods and events as MseOutput, and `blocked`: the browser lets nothing sound without a click. */
export class ElementOutput extends EventTarget {
  gapless = false;
  untilNext = Infinity;
  nextInfo = null;
  #audio;
  #following;
  #place = null;
  #loading = new AbortController();
  #startAt = 0;
  #wanted = false;
  #renewed = false;
  #plain = false; // HLS was tried in vain
  #ahead = null;

  constructor(audio, following) {
    super();
    this.#audio = audio;
    this.#following = following;
    audio.addEventListener("waiting", () => this.#emit("waiting"));
    audio.addEventListener("playing", () => this.#sounding());
    audio.addEventListener("ended", () => this.#next());
    audio.addEventListener("error", () => this.#failed());
    audio.addEventListener("timeupdate", () => this.#preload());
  }

  get current() {
    return this.#place;
  }

  get position() {
    return this.#audio.readyState ? this.#audio.currentTime : this.#startAt;
  }

  load(entry, position) {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#place = null;
    this.#startAt = position;
    this.#renewed = false;
    this.#plain = false;
    this.#open(new Source(entry, (error) => this.#emit("trouble", error)), this.#loading.signal);
  }

  async #open(source, signal) {
    try {
      const info = await source.info(signal);
      this.#place = { entry: source.entry, source, info, start: 0, end: info.duration_ms / 1000 };
      this.#emit("known", this.#place);
      this.#point();
    } catch (error) {
      if (!signal.aborted) this.#emit("refused", { entry: source.entry, error });
    }
  }

  #point() {
    const { info } = this.#place;
    const position = this.#startAt;
    const hls = info.hls && !this.#plain && this.#audio.canPlayType(HLS);
    this.#audio.src = hls ? info.hls : info.progressive.url;
    this.#audio.addEventListener("loadedmetadata", () => (this.#audio.currentTime = position), { once: true });
    if (this.#wanted) this.#sound();
  }

  async #sound() {
    try {
      await this.#audio.play();
    } catch (error) {
      if (error.name === "NotAllowedError") this.#emit("blocked"); // the rest comes as an "error" event, or is overtaken
    }
  }

  requeue() {
    this.#ahead = null;
  }

  seek(position) {
    this.#startAt = position;
    if (this.#audio.readyState) this.#audio.currentTime = position;
  }

  async play() {
    this.#wanted = true;
    if (!this.#place) return;
    if (this.#place.source.expiresSoon) await this.#renew();
    else await this.#sound();
  }

  pause() {
    this.#wanted = false;
    this.#audio.pause();
  }

  #sounding() {
    this.#renewed = false;
    this.#emit("sounding");
  }

  #next() {
    const next = this.#following(this.#place.entry);
    if (!next) {
      this.#emit("end");
      return;
    }
    this.load(next, 0);
    this.#emit("advance", { entry: next, info: null });
  }

  /** Warms the browser's cache with the start of what follows. */
  #preload() {
    if (!this.#place || this.#place.end - this.#audio.currentTime > PRELOAD) return;
    const next = this.#following(this.#place.entry);
    if (!next || this.#ahead === next) return;
    this.#ahead = next;
    const source = new Source(next, () => {});
    source.info(this.#loading.signal).then(
      (info) => Object.assign(new Audio(), { preload: "auto", src: info.progressive.url }),
      () => (this.#ahead = null), // it will be asked for again when its turn comes
    );
  }

  /** An element can't say whether it met a refusal or a broken line: fresh addresses first, then the plain file. */
  async #failed() {
    const place = this.#place;
    if (!place || !this.#audio.error) return;
    if (!this.#renewed) {
      this.#renewed = true;
      await this.#renew();
    } else if (!this.#plain) {
      this.#startAt = this.position;
      this.#plain = true;
      this.#point();
    } else this.#emit("refused", { entry: place.entry, error: this.#audio.error });
  }

  async #renew() {
    this.#startAt = this.position;
    const place = this.#place;
    try {
      await place.source.renew(this.#loading.signal);
      this.#place.info = place.source.known;
      this.#point();
    } catch (error) {
      if (error instanceof Unavailable) this.#emit("refused", { entry: place.entry, error });
    }
  }

  #emit(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
