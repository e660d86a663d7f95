// <libitum-waveform>: a recording on its staff. The server draws bars and notes; this colours what has been
// heard, lets one set the place by pointer and keys, and opens the notes' words.

import { drawBars, fetchPeaks } from "./peaks.js";
import { playAt } from "./player/buttons.js";
import { player } from "./player/player.js";
import { timeSlider } from "./slider.js";
import { clock, length, text } from "./text.js";

const BAR_PITCH = 4; // px

class LibitumWaveform extends HTMLElement {
  #bound = null;
  #peaks = null;
  #dragged = null;
  #refreshSlider = () => {};

  connectedCallback() {
    this.#bound = new AbortController();
    const { signal } = this.#bound;
    this.querySelector("audio")?.remove(); // the player takes its place
    this.#makeSlider();
    const refresh = () => this.#refresh();
    for (const type of ["change", "time", "seek"]) player.addEventListener(type, refresh, { signal });
    this.addEventListener("click", (event) => this.#openNote(event), { signal });
    document.addEventListener("focusin", (event) => this.#commentFocused(event), { signal });
    const observer = new ResizeObserver(() => this.#draw());
    observer.observe(this);
    signal.addEventListener("abort", () => observer.disconnect());
    this.#load();
    refresh();
  }

  disconnectedCallback() {
    this.#bound.abort();
  }

  get #isCurrent() {
    return player.entry?.uid === this.dataset.uid;
  }

  get #duration() {
    return Number(this.dataset.duration) || (this.#isCurrent ? player.duration : 0);
  }

  get #position() {
    return this.#isCurrent ? player.position : 0;
  }

  #makeSlider() {
    const slider = this.querySelector("[data-waveform=slider]");
    slider.hidden = false;
    this.#refreshSlider = timeSlider(slider, {
      max: () => this.#duration,
      value: () => this.#position,
      preview: (seconds) => {
        this.#dragged = seconds;
        this.#refresh();
      },
      commit: (seconds) => {
        fillCommentTime(seconds);
        if (this.#isCurrent) player.seek(seconds);
        else playAt(this.dataset.uid, seconds);
      },
      describe: (seconds) => text("timeOf", { position: clock(seconds), duration: length(this.#duration) }),
    });
  }

  async #load() {
    if (!this.dataset.src) return;
    this.#peaks = await fetchPeaks(this.dataset.src);
    this.#draw();
  }

  #draw() {
    const svg = this.querySelector("[data-waveform=bars]");
    if (svg && this.#peaks) drawBars(svg, this.#peaks, BAR_PITCH);
  }

  #refresh() {
    const now = this.#dragged ?? this.#position;
    const share = this.#duration ? (100 * now) / this.#duration : 0;
    this.classList.toggle("is-current", this.#isCurrent);
    this.querySelector("[data-waveform=played]").setAttribute("width", `${share}%`);
    for (const end of ["x1", "x2"]) this.querySelector("[data-waveform=cursor]").setAttribute(end, `${share}%`);
    for (const note of this.querySelectorAll("[data-at]")) {
      note.classList.toggle("is-heard", this.#isCurrent && Number(note.dataset.at) <= now);
    }
    this.#refreshSlider();
  }

  /** A note opens its words where it stands; without scripts it leads to them in the thread. */
  #openNote(event) {
    const bubble = this.querySelector("[data-waveform=note]");
    if (!event.target.closest("[data-at]") || !bubble?.showPopover) return;
    const note = this.#nearestNote(event);
    event.preventDefault();
    const part = (name) => bubble.querySelector(`[data-note="${name}"]`);
    part("author").textContent = note.dataset.author;
    part("text").textContent = note.dataset.text;
    part("thread").setAttribute("href", note.getAttribute("href"));
    Object.assign(part("time").dataset, { seek: note.dataset.at, track: this.dataset.uid });
    part("time").textContent = clock(Number(note.dataset.at));
    const box = note.getBoundingClientRect();
    bubble.showPopover();
    const left = Math.min(Math.max(8, box.left - 24), innerWidth - bubble.offsetWidth - 8);
    bubble.style.left = `${left}px`;
    bubble.style.top = `${Math.max(8, box.top - bubble.offsetHeight - 8)}px`;
  }

  /** Where notes crowd, the one whose head is nearest to the pointer; keys name theirs. */
  #nearestNote(event) {
    if (!event.detail) return event.target.closest("[data-at]");
    const distance = (note) => {
      const box = note.querySelector(".note-head").getBoundingClientRect();
      return Math.hypot(event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2);
    };
    return [...this.querySelectorAll("[data-at]")].reduce((a, b) => (distance(b) < distance(a) ? b : a));
  }

  /** Whoever begins to write means the moment that sounds now. */
  #commentFocused({ target }) {
    const form = target.closest?.("form");
    if (!this.#isCurrent || target.matches("[data-comment-at]") || !target.matches("textarea")) return;
    const time = form?.querySelector("[data-comment-at]");
    if (time && !time.value) fillCommentTime(player.position, form);
  }
}

/** Writes `seconds` into the comment form's time: as a clock, or in the unit that `data-comment-at` names. */
function fillCommentTime(seconds, within = document) {
  for (const input of within.querySelectorAll("input[data-comment-at]")) {
    const units = { ms: Math.round(seconds * 1000), s: Math.floor(seconds) };
    input.value = String(units[input.dataset.commentAt] ?? clock(seconds));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("libitum-waveform", LibitumWaveform);
