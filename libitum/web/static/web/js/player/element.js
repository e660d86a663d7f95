// <libitum-player>: the bar at the foot of every page. Its markup and words are the server's; this binds them.

import { drawBars, fetchPeaks } from "../peaks.js";
import { setShortcuts, shortcutsOn } from "../shortcuts.js";
import { timeSlider } from "../slider.js";
import { announce, clock, length, text } from "../text.js";
import { player } from "./player.js";
import { bindQueue } from "./queue-panel.js";

const BAR_PITCH = 3; // px
const NOTE_STAYS = 10_000; // ms

class LibitumPlayer extends HTMLElement {
  #bound = null;
  #dragged = null;
  #peaks = null;
  #peaksFor = null;
  #passedOver = "";
  #forget = 0;

  connectedCallback() {
    this.#bind();
  }

  disconnectedCallback() {
    this.#bound?.abort();
  }

  /** Takes over the words of another page's player, in that page's language. */
  speakLike(other) {
    this.replaceChildren(...other.childNodes);
    this.#bind();
  }

  openHelp() {
    this.#part("help").showModal();
  }

  #part(name) {
    return this.querySelector(`[data-player="${name}"]`);
  }

  #bind() {
    this.#bound?.abort();
    this.#bound = new AbortController();
    const { signal } = this.#bound;
    this.#bindButtons(signal);
    this.#bindSliders(signal);
    const refreshQueue = bindQueue(this.#part("queue"), this.#part("queue-button"), signal);
    const refresh = () => {
      this.#refresh();
      refreshQueue();
    };
    player.addEventListener("change", refresh, { signal });
    player.addEventListener("time", () => this.#tick(), { signal });
    player.addEventListener("notice", ({ detail }) => this.#say(detail), { signal });
    const observer = new ResizeObserver(() => this.#draw());
    observer.observe(this.#part("seek"));
    signal.addEventListener("abort", () => observer.disconnect());
    refresh();
  }

  #bindButtons(signal) {
    const on = (name, action) => this.#part(name).addEventListener("click", action, { signal });
    on("toggle", () => player.toggle());
    on("previous", () => player.previous());
    on("next", () => player.next());
    on("mute", () => player.toggleMute());
    on("retry", () => player.retry());
    on("help-button", () => this.openHelp());
    on("help-close", () => this.#part("help").close());
    on("shuffle", () => player.edit((queue) => queue.shuffle(!queue.shuffled)));
    on("repeat", () => {
      player.edit((queue) => queue.cycleRepeat());
      announce(this.#part("repeat").getAttribute("aria-label"));
    });
    const change = (name, action) => this.#part(name).addEventListener("change", action, { signal });
    change("normalise", (event) => player.setNormalise(event.target.checked));
    change("shortcuts", (event) => setShortcuts(event.target.checked));
    this.#part("shortcuts").checked = shortcutsOn();
    for (const each of this.querySelectorAll("[data-gapless]")) each.hidden = (each.dataset.gapless === "yes") !== player.gapless;
  }

  #bindSliders(signal) {
    this.refreshSeek = timeSlider(this.#part("seek"), {
      max: () => player.duration,
      value: () => player.position,
      preview: (seconds) => {
        this.#dragged = seconds;
        this.#tick();
      },
      commit: (seconds) => player.seek(seconds),
      describe: (seconds) => text("timeOf", { position: clock(seconds), duration: length(player.duration) }),
    });
    const volume = this.#part("volume");
    volume.addEventListener("input", () => player.setVolume(volume.value / 100), { signal });
  }

  #refresh() {
    const { entry, wanted } = player;
    this.hidden = !entry;
    document.documentElement.toggleAttribute("data-player", Boolean(entry));
    if (!entry) return;
    this.dataset.state = wanted ? (player.sounding ? "playing" : "waiting") : "paused";
    this.#part("toggle").setAttribute("aria-label", text(wanted ? "pause" : "play"));
    const title = this.#part("title");
    title.textContent = entry.title;
    title.setAttribute("href", entry.url ?? "#");
    this.#part("artist").textContent = entry.artist;
    this.#part("next").disabled = !player.queue.step(entry, 1);
    this.#refreshModes();
    this.#refreshSound();
    this.#refreshTrouble();
    this.#loadPeaks();
    this.#tick();
  }

  #refreshModes() {
    const { repeat, shuffled } = player.queue;
    this.#part("shuffle").setAttribute("aria-pressed", String(shuffled));
    const button = this.#part("repeat");
    button.dataset.repeat = repeat;
    button.setAttribute("aria-label", text({ off: "repeatOff", all: "repeatAll", one: "repeatOne" }[repeat]));
  }

  #refreshSound() {
    const loudness = player.muted ? 0 : Math.round(player.volume * 100);
    const volume = this.#part("volume");
    volume.value = String(loudness);
    const mute = this.#part("mute");
    mute.setAttribute("aria-pressed", String(player.muted));
    this.#part("normalise").checked = player.normalise;
  }

  #say({ kind, entry }) {
    if (kind === "track") announce(text("nowPlaying", entry));
    if (kind === "ended") announce(text("ended"));
    if (kind !== "refused") return;
    this.#passedOver = text("refused", entry); // to be seen and, as an alert, to be heard
    clearTimeout(this.#forget);
    this.#forget = setTimeout(() => {
      this.#passedOver = "";
      this.#refreshTrouble();
    }, NOTE_STAYS);
  }

  #refreshTrouble() {
    const box = this.#part("trouble");
    const sentence = player.blocked ? text("blocked") : player.stuck ? text("trouble") : this.#passedOver;
    box.hidden = !sentence;
    this.#part("retry").hidden = !player.stuck;
    const line = this.#part("trouble-text");
    if (line.textContent !== sentence) line.textContent = sentence;
  }

  #tick() {
    const { duration } = player;
    const now = this.#dragged ?? player.position;
    const share = `${duration ? (100 * now) / duration : 0}%`;
    this.#part("now").textContent = clock(now);
    this.#part("duration").textContent = length(duration);
    this.#part("played").setAttribute("width", share);
    this.#part("seek").style.setProperty("--played", share);
    this.refreshSeek();
  }

  async #loadPeaks() {
    const { info } = player;
    const uid = info?.id ?? null;
    if (this.#peaksFor === uid) return;
    this.#peaksFor = uid;
    this.#peaks = info?.waveform ? await fetchPeaks(info.waveform) : null;
    if (this.#peaksFor === uid) this.#draw();
  }

  #draw() {
    drawBars(this.#part("seek").firstElementChild, this.#peaks, BAR_PITCH);
  }
}

customElements.define("libitum-player", LibitumPlayer);
