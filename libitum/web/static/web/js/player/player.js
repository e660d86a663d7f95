// The player: a queue, an output, and what is wanted of them. It knows no element of the page; views listen
// to its `change` (anything but time), `time`, and `notice` ({kind, entry?}) events.

import { gainFor, Mixer } from "./loudness.js";
import { bufferedCodec, MseOutput } from "./mse.js";
import { retryNow, Unavailable } from "./net.js";
import { isEverybodys, Queue } from "./queue.js";
import { recall, remember } from "./store.js";

const RESTART_AFTER = 3; // s; then "previous" means "from the start"
const REMEMBER_EVERY = 1000; // ms; what is written while a page is left may come too late for the next
const SWITCH = 0.5; // s before a seam at which the next track's gain is set in motion

// Only browsers that can't buffer fetch the other output.
const Output = bufferedCodec() ? MseOutput : (await import("./element-output.js")).ElementOutput;

class Player extends EventTarget {
  queue = new Queue();
  wanted = false; // whether it should sound
  sounding = false; // whether it does
  trouble = null; // why it can't, while it is tried again
  blocked = false; // the browser wants a click first
  #audio = Object.assign(new Audio(), { preload: "auto" });
  #output;
  #mixer;
  #loaded = null; // the entry that the output has, or is getting
  #position = 0; // s, of an entry that isn't loaded
  #sound = { volume: 0.8, muted: false, normalise: true };
  #gainSet = null;
  #others = "BroadcastChannel" in self ? new BroadcastChannel("libitum-player") : null;

  constructor() {
    super();
    this.#output = new Output(this.#audio, (entry) => this.queue.after(entry));
    this.#mixer = new Mixer(this.#audio, this.#output.gapless);
    this.#listen();
    this.#restore();
  }

  #listen() {
    const on = (type, handler) => this.#output.addEventListener(type, handler);
    on("known", ({ detail }) => this.#known(detail));
    on("advance", ({ detail }) => this.#advance(detail));
    on("end", () => this.#end());
    on("refused", ({ detail }) => this.#refused(detail));
    on("rebuilt", () => this.wanted && this.#start());
    on("waiting", () => this.#set({ sounding: false }));
    on("sounding", () => this.#set({ sounding: true, trouble: null, blocked: false }));
    on("blocked", () => this.#block());
    on("trouble", ({ detail }) => this.#set({ trouble: detail }));
    this.#audio.addEventListener("pause", () => this.#paused());
    this.#audio.addEventListener("timeupdate", () => this.#tick());
    addEventListener("pagehide", () => this.#savePlace());
    setInterval(() => this.sounding && this.#savePlace(), REMEMBER_EVERY);
    this.#others?.addEventListener("message", () => this.pause()); // another window of the site has begun to play
  }

  // What views show

  get entry() {
    return this.queue.current;
  }

  /** The API's answer about the current track, once it is here. */
  get info() {
    return this.#output.current?.entry === this.entry ? this.#output.current.info : null;
  }

  get position() {
    return this.#loaded ? this.#output.position : this.#position;
  }

  get duration() {
    const { info } = this;
    return info ? info.samples / info.sample_rate || info.duration_ms / 1000 : (this.entry?.duration ?? 0);
  }

  get gapless() {
    return this.#output.gapless;
  }

  /** Trouble is shown only when it is heard: what is buffered plays on meanwhile. */
  get stuck() {
    return this.wanted && !this.sounding && this.trouble !== null;
  }

  get volume() {
    return this.#sound.volume;
  }

  get muted() {
    return this.#sound.muted;
  }

  get normalise() {
    return this.#sound.normalise;
  }

  // What people do

  /** Plays `items` from the one at `index` on. */
  playQueue(items, index = 0, position = 0) {
    this.queue.replace(items, index);
    this.#load(position);
    this.play();
  }

  play() {
    if (!this.entry) return;
    this.#others?.postMessage("playing");
    this.wanted = true;
    if (!this.#loaded) this.#load(this.#position);
    if (this.trouble) retryNow();
    this.#start();
    this.#changed();
  }

  pause() {
    this.wanted = false;
    this.#output.pause();
    this.#save();
    this.#changed();
  }

  toggle() {
    if (this.wanted) this.pause();
    else this.play();
  }

  /** Plays an entry of the queue from `position` seconds on. */
  playEntry(entry, position = 0) {
    this.queue.select(entry);
    this.#load(position);
    this.play();
  }

  next() {
    const next = this.entry && this.queue.step(this.entry, 1);
    if (next) this.#skipTo(next);
  }

  previous() {
    const previous = this.entry && this.queue.step(this.entry, -1);
    if (!previous || this.position > RESTART_AFTER) this.seek(0);
    else this.#skipTo(previous);
  }

  #skipTo(entry) {
    this.queue.select(entry);
    this.#load(0);
    if (this.wanted) this.play();
    this.#tell("track", entry);
    this.#changed();
  }

  seek(position) {
    const target = Math.max(0, Math.min(position, this.duration || position));
    this.#position = target;
    if (this.#loaded) this.#output.seek(target);
    this.dispatchEvent(new Event("time"));
    this.dispatchEvent(new Event("seek"));
  }

  seekBy(seconds) {
    if (this.entry) this.seek(this.position + seconds);
  }

  setVolume(volume) {
    this.#sound.volume = Math.max(0, Math.min(1, volume));
    this.#sound.muted = false;
    this.#applySound();
  }

  toggleMute() {
    this.#sound.muted = !this.#sound.muted;
    this.#applySound();
  }

  setNormalise(on) {
    this.#sound.normalise = on;
    this.#gainSet = null;
    this.#applySound();
  }

  /** Changes the queue by `change(queue)`; what is already buffered after the current track is put right. */
  edit(change) {
    const before = this.entry;
    change(this.queue);
    if (!this.entry) this.#empty();
    else if (before !== this.entry) {
      this.#load(0);
      if (this.wanted) this.play();
    } else if (this.#loaded) this.#output.requeue();
    this.#save();
    this.#changed();
  }

  retry() {
    retryNow();
    if (this.wanted) this.#start();
  }

  // What happens

  #load(position) {
    this.#loaded = this.entry;
    this.#gainSet = null;
    this.sounding = false;
    this.trouble = null;
    this.#output.load(this.entry, position);
    this.#save();
  }

  async #start() {
    try {
      await this.#mixer.wake();
      if (this.wanted) await this.#output.play();
    } catch (error) {
      if (error.name !== "NotAllowedError") return; // a newer load() cut in, or the output tells by its events
      this.#block();
    }
  }

  #block() {
    this.#set({ wanted: false, blocked: true });
  }

  #known({ entry, info }) {
    Object.assign(entry, { title: info.title, artist: info.artist.name, url: info.url, artwork: info.artwork });
    entry.duration = info.duration_ms / 1000;
    this.#applySound();
    this.#changed();
  }

  #advance({ entry, info }) {
    this.queue.select(entry);
    this.#loaded = entry;
    if (info) this.#known({ entry, info });
    this.#save();
    this.#tell("track", entry);
    this.#changed();
  }

  #end() {
    const next = this.queue.after(this.entry); // an entry added after the output had closed the books
    if (next) {
      this.#skipTo(next);
      return;
    }
    this.wanted = false;
    this.#loaded = null;
    this.#position = 0;
    this.#set({ sounding: false });
    this.#tell("ended");
    this.#save();
  }

  #refused({ entry, error }) {
    if (!(error instanceof Unavailable)) console.error(error); // eslint-disable-line no-console
    entry.refused = true;
    this.#tell("refused", entry);
    if (entry !== this.entry) {
      this.#output.requeue();
      return;
    }
    const next = this.queue.step(entry, 1);
    if (next) {
      this.#skipTo(next);
      return;
    }
    this.#output.pause();
    this.#loaded = null;
    this.#position = 0;
    for (const each of this.queue.entries) delete each.refused; // pressing play tries again
    this.wanted = false;
    this.#set({ sounding: false });
  }

  #empty() {
    this.#output.pause();
    this.#loaded = null;
    this.#position = 0;
    this.wanted = false;
    this.sounding = false;
  }

  /** Something else paused the element: a headset unplugged, a call. At an end or a new load it isn't meant. */
  #paused() {
    if (!this.wanted || this.#audio.ended || !this.sounding) return;
    this.wanted = false;
    this.#set({ sounding: false });
  }

  #tick() {
    if (this.#output.untilNext < SWITCH) this.#setGain(this.#output.nextInfo, this.#output.untilNext);
    this.dispatchEvent(new Event("time"));
  }

  #applySound() {
    this.#mixer.volume = this.#sound.muted ? 0 : this.#sound.volume;
    this.#setGain(this.info, 0);
    remember("sound", this.#sound);
    this.dispatchEvent(new Event("change"));
  }

  #setGain(info, delay) {
    if (!info || this.#gainSet === info) return;
    this.#gainSet = info;
    this.#mixer.setGain(this.normalise ? gainFor(info.loudness) : 1, delay);
  }

  #set(values) {
    Object.assign(this, values);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }

  #tell(kind, entry = null) {
    this.dispatchEvent(new CustomEvent("notice", { detail: { kind, entry } }));
  }

  #save() {
    remember("queue", this.queue);
    this.#savePlace();
  }

  #savePlace() {
    const { entry } = this;
    remember("place", entry && isEverybodys(entry) ? { uid: entry.uid, position: this.position } : null);
  }

  #restore() {
    const sound = recall("sound");
    if (Number.isFinite(sound?.volume)) this.#sound.volume = Math.max(0, Math.min(1, sound.volume));
    this.#sound.muted = sound?.muted === true;
    this.#sound.normalise = sound?.normalise !== false;
    this.#mixer.volume = this.#sound.muted ? 0 : this.#sound.volume;
    const place = recall("place");
    const restored = this.queue.restore(recall("queue")) && place?.uid === this.entry.uid;
    if (restored && Number.isFinite(place.position)) this.#position = Math.max(0, place.position);
  }
}

export const player = new Player();
