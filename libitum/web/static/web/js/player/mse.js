// Gapless output: tracks are placed end to end on one timeline, each at an exact sample.

import { bareInit, wholeFrames } from "./mp4.js";
import { Replaced, Source } from "./source.js";
import { canBuffer, Timeline } from "./timeline.js";

const RATE = 48_000; // Hz of every rendition
const AHEAD = 40; // s kept ready before the playhead
const BEHIND = 60; // s kept after it
const EDGE = 0.03; // s; one frame of AAC is 0.0213
const HOLE = 0.5; // s; smaller holes are jumped over
const IDLE = 1000; // ms between looks when no event wakes the feeder
const MOST_AT_ONCE = 4; // segments per request, once the connection has shown to be quick

// AAC first: its decoder state depends on one frame only, so that a seam is exact (docs/developers/player.md).
const CODECS = [
  ["aac", 'audio/mp4; codecs="mp4a.40.2"'],
  ["opus", 'audio/mp4; codecs="opus"'],
];

export const bufferedCodec = () => CODECS.find(([, mime]) => canBuffer(mime)) ?? null;

/**
 * Events: `advance` (the playhead reached the next track), `end`, `waiting`, `sounding`,
 * `known` (the answer about a loaded track is here), `trouble` (detail: an error or null),
 * `refused` (detail: {entry, error}), `rebuilt` (playing must be asked for again).
 */
export class MseOutput extends EventTarget {
  gapless = true;
  #audio;
  #following;
  #codec;
  #mime;
  #timeline = null;
  #base = 0;
  #places = [];
  #feeder = new AbortController();
  #wake = () => {};
  #announced = null;
  #culprit = null;
  #halted = false;
  #rebuilt = false;
  #seam = 0;

  /** @param following called when the end of the last placed track comes near; returns the entry to place or null */
  constructor(audio, following) {
    super();
    this.#audio = audio;
    this.#following = following;
    [this.#codec, this.#mime] = bufferedCodec();
    for (const type of ["timeupdate", "seeking", "progress"]) audio.addEventListener(type, () => this.#look());
    audio.addEventListener("waiting", () => this.#jumpHole());
    audio.addEventListener("playing", () => this.#emit("sounding"));
    audio.addEventListener("ended", () => this.#emit("end"));
    audio.addEventListener("error", () => this.#rebuild());
  }

  /** The track under the playhead: `{entry, info, start, end}`, or null before its first answer. */
  get current() {
    const now = this.#audio.currentTime;
    return this.#places.findLast((place) => place.start <= now + EDGE / 2) ?? this.#places[0] ?? null;
  }

  get position() {
    const place = this.current;
    const position = this.#audio.currentTime - (place?.start ?? this.#base);
    return Math.max(0, place ? Math.min(position, place.end - place.start) : position);
  }

  /** Seconds from now until the next track begins to sound; Infinity when it isn't known. */
  get untilNext() {
    return this.#places[this.#places.indexOf(this.current) + 1]?.start - this.#audio.currentTime || Infinity;
  }

  /** The info of the track that follows on the timeline, once placed. */
  get nextInfo() {
    return this.#places[this.#places.indexOf(this.current) + 1]?.info ?? null;
  }

  /** Forgets what was placed and starts `entry` at `position` seconds; never waits. */
  load(entry, position) {
    this.#feeder.abort();
    this.#feeder = new AbortController();
    const last = this.#places.at(-1);
    if (last) this.#base = Math.ceil(last.end) + 1;
    else if (this.#timeline) this.#base = Math.ceil(this.#audio.currentTime) + 1;
    this.#places = [];
    this.#announced = null;
    this.#timeline ??= new Timeline(this.#audio, this.#mime);
    this.#timeline.reopen();
    this.#audio.currentTime = this.#base + position;
    this.#run(this.#feeder.signal, async (signal) => {
      await this.#place(entry, this.#base, signal);
      await this.#timeline.remove(0, this.#base);
      if (this.#audio.currentTime < this.#base) this.#audio.currentTime = this.#base + position;
    });
  }

  /** What is queued after the current track has changed: anything placed after it is taken back. */
  requeue() {
    const place = this.current;
    const index = this.#places.indexOf(place);
    const next = this.#places[index + 1];
    if (!place || (next && this.#following(place.entry) === next.entry)) return;
    this.#places.length = index + 1;
    if (next) this.#restart(() => this.#timeline.remove(place.end, Infinity));
    else if (this.#halted) this.#restart();
    else this.#wake();
  }

  /** Moves within the current track, at once where it is buffered. */
  seek(position) {
    const place = this.current;
    if (!place) {
      this.#audio.currentTime = this.#base + position;
      return;
    }
    const target = Math.min(place.start + position, place.end - EDGE);
    this.#timeline.reopen();
    this.#audio.currentTime = target;
    place.fed.clear();
    if (this.#timeline.around(target)) this.#wake();
    else this.#restart();
  }

  play() {
    return this.#audio.play();
  }

  pause() {
    this.#audio.pause();
  }

  #restart(before = async () => {}) {
    this.#feeder.abort();
    this.#feeder = new AbortController();
    this.#run(this.#feeder.signal, before);
  }

  async #run(signal, before) {
    this.#halted = false;
    try {
      await before(signal);
      while (!signal.aborted) await this.#step(signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#halted = true;
      if (error instanceof Replaced) this.load(this.current.entry, this.position);
      else this.#emit("refused", { entry: this.#culprit ?? this.current?.entry, error });
    }
  }

  async #place(entry, start, signal) {
    this.#culprit = entry;
    const source = new Source(entry, (error) => this.#emit("trouble", error));
    const info = await source.info(signal);
    signal.throwIfAborted();
    const length = info.samples ? info.samples / RATE : info.duration_ms / 1000;
    const marked = !this.#places.at(-1)?.marked;
    this.#places.push({ entry, source, info, start, end: start + length, marked, fed: new Set() });
    this.#culprit = null;
    this.#look();
  }

  /** Does the one thing that is needed most, or waits until something happens. */
  async #step(signal) {
    const now = this.#audio.currentTime;
    const wanted = this.#timeline.hungry ? this.#wanted(now) : null;
    if (wanted?.place) return this.#feed(wanted.place, wanted.at, now, signal);
    if (wanted?.next) return this.#place(wanted.next, this.#places.at(-1).end, signal);
    if (wanted?.end) await this.#timeline.end();
    await this.#evict(now);
    return this.#idle(signal);
  }

  /** The first moment from `now` on that isn't buffered, if it is near enough to be wanted. */
  #wanted(now) {
    for (const place of this.#places.slice(this.#places.indexOf(this.current))) {
      const from = Math.max(now, place.start);
      const at = this.#timeline.around(from)?.[1] ?? from;
      if (at - now > AHEAD) return null;
      if (at < place.end - EDGE / 10) return { place, at };
    }
    const last = this.#places.at(-1);
    if (last.end - now > AHEAD) return null;
    const next = this.#following(last.entry);
    return next ? { next } : { end: true };
  }

  async #feed(place, at, now, signal) {
    this.#culprit = place.entry;
    const index = await place.source.index(this.#codec, signal);
    const delay = index.delay / RATE;
    const first = this.#segmentFor(place, index, at - place.start + delay);
    if (first === index.segments.length) return this.#shorten(place, at);
    const near = at - now < 8;
    const count = near ? 1 : MOST_AT_ONCE;
    const segments = index.segments.slice(first, first + count);
    const length = segments.reduce((sum, segment) => sum + segment.length, 0);
    const bytes = await place.source.bytes(this.#codec, { start: segments[0].start, length }, signal);
    const window = { offset: place.start - delay, from: place.start, to: place.end };
    await this.#append([bareInit(index.init, place.marked), wholeFrames(bytes)], window, signal);
    segments.forEach((_, i) => place.fed.add(first + i));
    this.#culprit = null;
    this.#rebuilt = false;
  }

  /** The segment that holds media time `time`, or the first after it that hasn't been tried in vain. */
  #segmentFor(place, { segments }, time) {
    let index = segments.findIndex((segment) => time + EDGE < segment.time + segment.duration);
    if (index < 0) index = segments.length - 1;
    while (place.fed.has(index)) index += 1;
    return index;
  }

  /** All was fed and the recording ends earlier than announced: what follows starts where it really ends. */
  #shorten(place, at) {
    place.fed.clear();
    place.end = Math.max(at, place.start + EDGE);
    const next = this.#places[this.#places.indexOf(place) + 1];
    if (next) this.requeue();
  }

  async #append(chunks, window, signal) {
    try {
      await this.#timeline.append(chunks, window, signal);
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
      await this.#timeline.remove(0, Math.max(0.1, this.#audio.currentTime - 5));
      await this.#idle(signal);
    }
  }

  async #evict(now) {
    const kept = this.#timeline.around(now);
    if (!kept || now - kept[0] < 2 * BEHIND) return;
    await this.#timeline.remove(0, now - BEHIND);
    for (const place of this.#places) place.fed.clear();
    this.#places = this.#places.filter((place) => place.end > now - BEHIND);
  }

  #idle(signal) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, IDLE);
      this.#wake = done;
      signal.addEventListener("abort", done);
    });
  }

  #look() {
    const place = this.current;
    if (place && place !== this.#announced) {
      const first = !this.#announced;
      this.#announced = place;
      this.#emit(first ? "known" : "advance", place);
    }
    clearTimeout(this.#seam);
    if (this.untilNext < 1) this.#seam = setTimeout(() => this.#look(), this.untilNext * 1000);
    this.#wake();
  }

  #jumpHole() {
    const now = this.#audio.currentTime;
    const next = this.#timeline?.after(now) ?? Infinity;
    if (next - now < HOLE && !this.#timeline.around(now + EDGE)) {
      this.#audio.currentTime = next + 0.001;
      return;
    }
    this.current?.fed.clear(); // a browser short of memory may have dropped what was fed
    this.#emit("waiting");
    this.#wake();
  }

  /** The decoder gave up: once, everything is built anew at the same place; the second time the track is at fault. */
  #rebuild() {
    const place = this.current;
    if (!place || !this.#timeline) return;
    if (this.#rebuilt) {
      this.#emit("refused", { entry: place.entry, error: this.#audio.error });
      return;
    }
    const position = this.position;
    this.#rebuilt = true;
    this.#timeline = null;
    this.#places = [];
    this.#base = 0;
    this.load(place.entry, position);
    this.#emit("rebuilt");
  }

  #emit(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
