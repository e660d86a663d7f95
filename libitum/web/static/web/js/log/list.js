// <libitum-list-check log="/log/" index="42" kind="presence" commitment="…" [key="…" work="…"]>: checks that the run's entry
// stands in the log, and that the list which that entry names holds this work's value, or doesn't. Whoever has the work's key
// sees checked as well that the value is this work's. Draws both paths; all sentences stand in the page.

import { checkAbsence, parseAbsence } from "./absence.js";
import { checkEntry, openLog } from "./check.js";
import { LogCheck } from "./element.js";
import { Refused } from "./merkle.js";
import { toHex } from "./note.js";
import { checkPresence, parsePresence } from "./presence.js";

const decoder = new TextDecoder();

class ListCheck extends LogCheck {
  async run() {
    if (!globalThis.crypto?.subtle) return this.say("refused", "unreadable");
    this.say("checking");
    const log = await openLog(this.get);
    await this.compareWithLastVisit(log);
    const proved = await checkEntry(log, Number(this.getAttribute("index")));
    this.draw(proved);
    const { manifest } = JSON.parse(decoder.decode(proved.entry));
    if (!manifest) throw new Refused("bad-manifest");
    await this.checkOpening();
    await this.checkList(manifest);
    return this.say("proved");
  }

  // The value is SHA-256 of the work's key and its name in the log.
  async checkOpening() {
    if (!this.hasAttribute("key")) return;
    const key = fromHex(this.getAttribute("key"));
    const work = new TextEncoder().encode(this.getAttribute("work"));
    const digest = await crypto.subtle.digest("SHA-256", new Uint8Array([...key, ...work]));
    if (toHex(new Uint8Array(digest)) !== this.getAttribute("commitment")) throw new Refused("other-work");
  }

  async checkList({ sha256, root, size }) {
    const kind = this.getAttribute("kind");
    const commitment = this.getAttribute("commitment");
    const response = await fetch(`${this.getAttribute("log")}${kind}/${sha256}/${commitment}`);
    if (!response.ok) throw new Refused(response.status === 409 ? `not-${kind}` : "missing");
    const text = await response.text();
    this.fill("[data-size]", String(size));
    if (kind === "absence") return checkAbsence(parseAbsence(text), fromHex(commitment), fromHex(root), size);
    return this.draw(await checkPresence(parsePresence(text), fromHex(commitment), fromHex(root), size), "[data-list-path]");
  }
}

function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

customElements.get("libitum-list-check") ?? customElements.define("libitum-list-check", ListCheck);
