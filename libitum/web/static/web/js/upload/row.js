// A transfer as a row of the list. Rows outlive the page they stand on, and are shown again when it comes back.

import { announce, clock } from "../text.js";
import { queue } from "./queue.js";
import { bytes, percent, say } from "./words.js";

const TOLD = 0.25; // said aloud at each quarter
const BAR = 1000;
const rows = new WeakMap();

/** The row of `transfer`, made from `template` the first time and in each new language. */
export function rowOf(transfer, template) {
  const lang = document.documentElement.lang;
  const kept = rows.get(transfer);
  if (kept?.lang === lang) return kept.row.element;
  const row = new Row(transfer, template);
  rows.set(transfer, { row, lang });
  return row.element;
}

export const forgetRow = (transfer) => rows.delete(transfer);

const ACTS = {
  pause: { shown: ["waiting", "starting", "sending", "retrying"], act: (transfer) => transfer.pause() },
  resume: { shown: ["paused"], act: (transfer) => transfer.resume() },
  retry: { shown: ["failed", "retrying"], act: (transfer) => transfer.resume() },
  cancel: { shown: ["waiting", "starting", "sending", "retrying", "paused"], act: (transfer) => transfer.cancel() },
  remove: { shown: ["failed", "cancelled", "received"], act: (transfer) => queue.remove(transfer) },
};

class Row {
  #told = 0;
  #shown = "";

  constructor(transfer, template) {
    this.transfer = transfer;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.parts = Object.fromEntries([...this.element.querySelectorAll("[data-row]")].map((part) => [part.dataset.row, part]));
    this.parts.name.textContent = transfer.name;
    this.parts.bar.setAttribute("aria-label", transfer.name);
    this.buttons = Object.entries(ACTS).map(([name, act]) => this.#button(name, act));
    this.parts.acts.append(...this.buttons);
    transfer.addEventListener("change", () => this.update());
    this.update();
  }

  #button(name, { act }) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "link-button", textContent: say(name) });
    button.dataset.act = name;
    button.setAttribute("aria-label", say("act", { act: say(name), name: this.transfer.name }));
    button.addEventListener("click", () => act(this.transfer));
    return button;
  }

  update() {
    const { transfer, parts, element } = this;
    element.dataset.state = transfer.state;
    parts.bar.value = Math.floor(transfer.part * BAR);
    parts.bar.hidden = ["failed", "cancelled", "received"].includes(transfer.state);
    parts.state.textContent = stateOf(transfer);
    if (this.#shown !== transfer.state) this.#showActs();
    this.#tell();
    if (transfer.state === "received" && !parts.outcome.firstChild) this.#follow();
  }

  /** The focus stays in the row when the button it was on goes. */
  #showActs() {
    this.#shown = this.transfer.state;
    const focused = this.buttons.find((button) => button === document.activeElement);
    for (const button of this.buttons) button.hidden = !ACTS[button.dataset.act].shown.includes(this.#shown);
    if (focused?.hidden) this.buttons.find((button) => !button.hidden)?.focus();
  }

  #tell() {
    const { transfer } = this;
    const quarter = Math.floor(transfer.part / TOLD) * TOLD;
    if (transfer.state === "sending" && quarter > this.#told && quarter < 1) {
      this.#told = quarter;
      announce(say("said_percent", { name: transfer.name, percent: percent(quarter) }));
    }
    if (this.said === transfer.state) return;
    this.said = transfer.state;
    if (transfer.state === "received") announce(say("said_received", { name: transfer.name }));
    if (transfer.state === "failed") announce(say("said_failed", { name: transfer.name, reason: transfer.reason }));
  }

  /** From here on the server tells what becomes of it. */
  #follow() {
    const processing = document.createElement("libitum-processing");
    processing.dataset.url = `/my/uploads/${this.transfer.uid}/progress`;
    this.parts.outcome.append(processing);
  }
}

function stateOf(transfer) {
  const sent = bytes(transfer.sent);
  const size = bytes(transfer.size);
  if (transfer.state === "failed") return transfer.reason;
  if (transfer.state === "sending") return sendingOf(transfer, { sent, size });
  if (transfer.state !== "retrying") return say(transfer.state, { sent, size });
  if (!navigator.onLine) return say("offline", { sent, size });
  return say("retrying", { sent, size, reason: transfer.reason, seconds: transfer.nextTry });
}

function sendingOf(transfer, { sent, size }) {
  if (transfer.resumedAt && transfer.sent === transfer.resumedAt) return say("resumed", { sent, size });
  if (transfer.secondsLeft === null) return say("sending_first", { sent, size });
  return say("sending", { sent, size, speed: bytes(transfer.speed.perSecond), left: clock(transfer.secondsLeft) });
}
