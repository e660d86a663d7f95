// <libitum-log-check log="/log/" [index="42"] [pinned="note"]>: checks the log, or an entry of it, from its static files,
// and draws the path from the entry to the root; `pinned` is a checkpoint that the log must go on from. All sentences stand in the page, in its language.

import { checkContinues, checkEntry, openLog } from "./check.js";
import { toHex } from "./note.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 44;
const MARGIN = 22;

export class LogCheck extends HTMLElement {
  connectedCallback() {
    this.run().catch((error) => this.say("refused", error.reason ?? "unreadable"));
  }

  get = async (path) => {
    // What can change is asked for anew: a kept copy would hide just what is looked for.
    const cache = path === "checkpoint" || path === "vkey" ? "no-cache" : "default";
    const response = await fetch(`${this.getAttribute("log")}${path}`, { cache });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  };

  async run() {
    if (!globalThis.crypto?.subtle) return this.say("refused", "unreadable");
    this.say("checking");
    const log = await openLog(this.get);
    await this.compareWithLastVisit(log);
    if (this.hasAttribute("pinned")) await checkContinues(log, this.getAttribute("pinned"));
    if (this.hasAttribute("index")) this.draw(await checkEntry(log, Number(this.getAttribute("index"))));
    return this.say("proved");
  }

  // A log that showed two people two histories is found out by whoever keeps what they saw.
  async compareWithLastVisit(log) {
    const name = `libitum-log:${log.checkpoint.origin}`;
    const kept = localStorage.getItem(name);
    if (kept) {
      const old = await checkContinues(log, kept);
      this.fill("[data-kept]", String(old.size));
    }
    localStorage.setItem(name, log.note);
  }

  say(state, reason = "") {
    this.dataset.state = state;
    for (const line of this.querySelectorAll("[data-when]")) {
      const [when, why] = line.dataset.when.split(" ");
      line.hidden = when !== state || (why !== undefined && why !== reason);
    }
    if (state === "refused" && !this.querySelector(`[data-when="refused ${reason}"]`)) this.fill("[data-reason]", reason);
  }

  fill(selector, text) {
    for (const place of this.querySelectorAll(selector)) {
      place.textContent = text;
      place.closest("[hidden]:not([data-when])")?.removeAttribute("hidden");
    }
  }

  draw({ leaf, steps }, place = "[data-path]") {
    const figure = this.querySelector(place);
    if (!figure) return;
    const height = MARGIN * 2 + steps.length * STEP;
    const svg = make("svg", { viewBox: `0 0 360 ${height}`, class: "log-path", "aria-hidden": "true" });
    let x = 180;
    let y = height - MARGIN;
    svg.append(node(x, y, leaf, "is-own"));
    for (const { hash, sibling, left } of steps) {
      const beside = x + (left ? -90 : 90);
      const up = Math.min(300, Math.max(60, (x + beside) / 2));
      svg.prepend(line(x, y, up, y - STEP, "is-own"), line(beside, y, up, y - STEP, ""));
      svg.append(node(beside, y, sibling, ""));
      [x, y] = [up, y - STEP];
      svg.append(node(x, y, hash, "is-own"));
    }
    figure.replaceChildren(svg);
  }
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const line = (x1, y1, x2, y2, kind) => make("line", { x1, y1, x2, y2, class: kind });

function node(x, y, hash, kind) {
  const group = make("g", { class: kind });
  const text = make("text", { x, y: y + 4, "text-anchor": "middle" });
  text.textContent = toHex(hash.slice(0, 4));
  group.append(make("rect", { x: x - 38, y: y - 12, width: 76, height: 24 }), text);
  return group;
}

customElements.get("libitum-log-check") ?? customElements.define("libitum-log-check", LogCheck);
