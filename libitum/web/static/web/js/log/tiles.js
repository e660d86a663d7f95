// A log read through its static files alone (c2sp.org/tlog-tiles). `get(path)` resolves to bytes, or null if missing.

import { HASH_BYTES, Refused, nodeHash, rangeHash, same } from "./merkle.js";

const WIDTH = 256;
const HEIGHT = 8;

export function indexPath(number) {
  const parts = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    parts.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return parts.join("/");
}

export class Tree {
  constructor(size, get) {
    this.size = size;
    this.get = get;
    this.tiles = new Map();
  }

  width(level, number) {
    return Math.max(0, Math.min(WIDTH, Math.floor(this.size / WIDTH ** level) - number * WIDTH));
  }

  async read(folder, number, width) {
    const path = `tile/${folder}/${indexPath(number)}`;
    const partial = width === WIDTH ? null : await this.get(`${path}.p/${width}`);
    const data = partial ?? (await this.get(path));
    if (data === null) throw new Refused("missing");
    return data;
  }

  tile(level, number) {
    const name = `${level}/${number}`;
    if (!this.tiles.has(name)) this.tiles.set(name, this.readTile(level, number));
    return this.tiles.get(name);
  }

  async readTile(level, number) {
    const width = this.width(level, number);
    const data = await this.read(level, number, width);
    if (!width || data.length < width * HASH_BYTES) throw new Refused("bad-tile");
    return Array.from({ length: width }, (_, i) => data.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
  }

  subtree = async (level, index) => {
    const tileLevel = Math.floor(level / HEIGHT);
    const count = 2 ** (level % HEIGHT);
    const first = index * count;
    let row = (await this.tile(tileLevel, Math.floor(first / WIDTH))).slice(first % WIDTH, (first % WIDTH) + count);
    if (row.length !== count) throw new Refused("bad-tile");
    while (row.length > 1) {
      row = await Promise.all(Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i], row[2 * i + 1])));
    }
    return row[0];
  };

  // Nothing is believed before this has passed.
  async prove(root) {
    if (!same(await rangeHash(0, this.size, this.subtree), root)) throw new Refused("bad-tile");
  }

  async entry(index) {
    const number = Math.floor(index / WIDTH);
    const data = await this.read("entries", number, this.width(0, number));
    let at = 0;
    for (let i = 0; ; i += 1) {
      if (at + 2 > data.length) throw new Refused("bad-bundle");
      const length = data[at] * WIDTH + data[at + 1];
      if (i === index % WIDTH) return data.slice(at + 2, at + 2 + length);
      at += 2 + length;
    }
  }
}
