// The queue: entries in playing order, which of them is current, how it repeats.

const REPEATS = ["off", "all", "one"];
const FIELDS = ["uid", "key", "unlisted", "title", "artist", "url", "artwork", "duration"];
const MOST = 2000; // entries; more would not fit into what a browser remembers

/** Whether a device may remember it: who looks at the device later may not know of works that aren't everybody's. */
export const isEverybodys = (entry) => !entry.key && !entry.unlisted;

export class Queue {
  entries = [];
  repeat = "off";
  shuffled = false;
  #index = 0;
  #serial = 0;

  get current() {
    return this.entries[this.#index] ?? null;
  }

  get index() {
    return this.#index;
  }

  /** Plays `items` (`{uid, title, …}`) from the one at `index` on. */
  replace(items, index = 0) {
    this.entries = items.slice(0, MOST).map((item) => this.#entry(item));
    this.#index = Math.min(Math.max(index, 0), Math.max(this.entries.length - 1, 0));
    if (this.shuffled) this.shuffle(true);
  }

  add(item) {
    if (this.entries.length < MOST) this.entries.push(this.#entry(item));
  }

  #entry(item) {
    const entry = { place: this.#serial++ }; // where it stood before any shuffling
    for (const field of FIELDS) if (item[field] !== undefined) entry[field] = item[field];
    return entry;
  }

  /** The entry that plays by itself after `entry`, or null. Entries that can't be played are passed over. */
  after(entry) {
    if (this.repeat === "one" && !entry.refused) return entry;
    return this.step(entry, 1);
  }

  /** The playable neighbour in direction `by` (1 or -1), around the ends when all repeats; or null. */
  step(entry, by) {
    const count = this.entries.length;
    const from = this.entries.indexOf(entry);
    for (let i = 1; i <= count; i += 1) {
      const raw = from + by * i;
      if (this.repeat !== "all" && (raw < 0 || raw >= count)) return null;
      const candidate = this.entries[(raw + count * i) % count];
      if (candidate && !candidate.refused) return candidate;
    }
    return null;
  }

  select(entry) {
    const index = this.entries.indexOf(entry);
    if (index >= 0) this.#index = index;
  }

  remove(entry) {
    const index = this.entries.indexOf(entry);
    if (index < 0) return;
    this.entries.splice(index, 1);
    if (index < this.#index || this.#index === this.entries.length) this.#index = Math.max(0, this.#index - 1);
  }

  move(entry, to) {
    const current = this.current;
    const from = this.entries.indexOf(entry);
    if (from < 0 || to < 0 || to >= this.entries.length) return;
    this.entries.splice(from, 1);
    this.entries.splice(to, 0, entry);
    if (!this.shuffled) this.entries.forEach((each, i) => (each.place = i));
    this.select(current);
  }

  clear() {
    this.entries = [];
    this.#index = 0;
  }

  /** Shuffles what isn't playing, the current entry first; or brings the old order back. */
  shuffle(on) {
    const current = this.current;
    this.shuffled = on;
    this.entries.sort((a, b) => a.place - b.place);
    if (on && current) {
      const rest = this.entries.filter((entry) => entry !== current);
      for (let i = rest.length - 1; i > 0; i -= 1) {
        const j = Math.floor(Math.random() * (i + 1));
        [rest[i], rest[j]] = [rest[j], rest[i]];
      }
      this.entries = [current, ...rest];
    }
    if (current) this.select(current);
  }

  cycleRepeat() {
    this.repeat = REPEATS[(REPEATS.indexOf(this.repeat) + 1) % REPEATS.length];
  }

  /** All that goes is what isn't current. */
  keepCurrent() {
    this.entries = this.entries.filter((entry) => entry === this.current);
    this.#index = 0;
  }

  /** What `restore` takes back: the works that are everybody's. */
  toJSON() {
    const kept = this.entries.filter(isEverybodys);
    const entries = kept.map(({ place, ...entry }) => ({ ...Object.fromEntries(FIELDS.map((f) => [f, entry[f]])), place }));
    return { v: 1, entries, index: Math.max(0, kept.indexOf(this.current)), repeat: this.repeat, shuffled: this.shuffled };
  }

  /** Takes back what `toJSON` gave; anything else leaves the queue empty. Says whether there is something to play. */
  restore(saved) {
    if (saved?.v !== 1 || !Array.isArray(saved.entries)) return false;
    const sound = saved.entries.filter((entry) => typeof entry?.uid === "string" && Number.isInteger(entry.place));
    if (sound.length !== saved.entries.length) return false;
    this.entries = sound.slice(0, MOST).map((entry) => Object.assign(this.#entry(entry), { place: entry.place }));
    this.#serial = Math.max(-1, ...sound.map((entry) => entry.place)) + 1;
    this.#index = Number.isInteger(saved.index) && saved.index in this.entries ? saved.index : 0;
    this.repeat = REPEATS.includes(saved.repeat) ? saved.repeat : "off";
    this.shuffled = saved.shuffled === true;
    return this.entries.length > 0;
  }
}
