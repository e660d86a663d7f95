// One Media Source with one buffer, in which tracks lie end to end (W3C Media Source Extensions).
// Changes wait for each other: a SourceBuffer takes one at a time.

const Media = self.MediaSource ?? self.ManagedMediaSource;
const ENDLESS = 1e7; // s; a finite duration far ahead lets one seek to where nothing is buffered yet
const SEAM = 0.01; // s; ranges closer than this are one

export const canBuffer = (mime) => Boolean(Media?.isTypeSupported(mime));

export class Timeline {
  #audio;
  #media = new Media();
  #buffer = null;
  #queue;

  constructor(audio, mime) {
    this.#audio = audio;
    if (Media !== self.MediaSource) audio.disableRemotePlayback = true; // Managed Media Source insists
    const url = URL.createObjectURL(this.#media);
    this.#queue = once(this.#media, "sourceopen").then(() => {
      URL.revokeObjectURL(url);
      this.#buffer = this.#media.addSourceBuffer(mime);
      this.#media.duration = ENDLESS;
    });
    audio.src = url;
  }

  /** False while a managed source asks for no more (iOS saves its battery). */
  get hungry() {
    return this.#media.streaming ?? true;
  }

  /** The open buffered range around `time` as `[from, to]`, or null. */
  around(time) {
    const ranges = this.#ranges();
    for (let i = 0; i < ranges.length; i += 1) {
      if (ranges.start(i) <= time + SEAM && time < ranges.end(i)) return [ranges.start(i), ranges.end(i)];
    }
    return null;
  }

  /** Where the next buffered range after `time` starts, or Infinity. */
  after(time) {
    const ranges = this.#ranges();
    for (let i = 0; i < ranges.length; i += 1) if (ranges.start(i) > time) return ranges.start(i);
    return Infinity;
  }

  #ranges() {
    return this.#buffer?.buffered ?? this.#audio.buffered;
  }

  /** Appends whole `chunks`, their own time zero at `offset`; what falls outside `[from, to)` is cut off, to the sample. */
  append(chunks, { offset, from, to }, signal) {
    return this.#inTurn(async (buffer) => {
      signal.throwIfAborted();
      buffer.timestampOffset = offset;
      buffer.appendWindowEnd = Infinity;
      buffer.appendWindowStart = from;
      buffer.appendWindowEnd = to;
      for (const chunk of chunks) await settled(buffer, () => buffer.appendBuffer(chunk));
      this.#stretch();
    });
  }

  remove(from, to) {
    return this.#inTurn(async (buffer) => {
      if (from < to) await settled(buffer, () => buffer.remove(from, to));
      this.#stretch();
    });
  }

  /** Nothing follows: the element will end instead of waiting for more. */
  end() {
    return this.#inTurn(() => {
      if (this.#media.readyState === "open") this.#media.endOfStream();
    });
  }

  /** Opens an ended source again, so that one can seek beyond its end. */
  reopen() {
    if (this.#media.readyState !== "ended" || this.#buffer.updating) return;
    this.#buffer.timestampOffset = 0; // by the standard, this reopens
    this.#stretch();
  }

  #stretch() {
    if (this.#media.readyState === "open" && this.#media.duration !== ENDLESS) this.#media.duration = ENDLESS;
  }

  #inTurn(change) {
    const run = this.#queue.then(() => change(this.#buffer));
    this.#queue = run.catch(() => {}); // the caller of `run` hears of it; the next in turn goes on
    return run;
  }
}

const once = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

function settled(buffer, change) {
  return new Promise((resolve, reject) => {
    const done = (event) => {
      buffer.removeEventListener("updateend", done);
      buffer.removeEventListener("error", failed);
      resolve(event);
    };
    const failed = () => {
      buffer.removeEventListener("updateend", done);
      reject(new Error("the browser could not read this part of the recording"));
    };
    buffer.addEventListener("updateend", done);
    buffer.addEventListener("error", failed, { once: true });
    change();
  });
}
