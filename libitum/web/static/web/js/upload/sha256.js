// SHA-256 (FIPS 180-4) piece by piece: what browsers offer wants a whole file in memory.

const BLOCK = 64; // bytes

/** The first 32 bits of the fractional parts of the square (cube) roots of the first primes. */
function constants(number, power) {
  const found = [];
  for (let candidate = 2; found.length < number; candidate += 1) {
    if (isPrime(candidate)) found.push((candidate ** (1 / power) % 1) * 2 ** 32);
  }
  return Uint32Array.from(found);
}

function isPrime(candidate) {
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) return false;
  return true;
}

const FIRST = constants(8, 2);
const ROUND = Int32Array.from(constants(64, 3), (word) => word | 0);

export class Sha256 {
  #state = FIRST.slice();
  #words = new Int32Array(64);
  #rest = new Uint8Array(BLOCK);
  #kept = 0;
  #length = 0;

  /** Takes a Uint8Array. */
  update(piece) {
    this.#length += piece.length;
    let at = 0;
    if (this.#kept) {
      at = Math.min(BLOCK - this.#kept, piece.length);
      this.#rest.set(piece.subarray(0, at), this.#kept);
      this.#kept += at;
      if (this.#kept < BLOCK) return this;
      this.#compress(new DataView(this.#rest.buffer), 0);
      this.#kept = 0;
    }
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    for (; at + BLOCK <= piece.length; at += BLOCK) this.#compress(view, at);
    this.#rest.set(piece.subarray(at));
    this.#kept = piece.length - at;
    return this;
  }

  /** Lower-case hexadecimal; nothing can be added after. */
  hex() {
    const bits = this.#length * 8;
    const padding = new Uint8Array((this.#kept < 56 ? BLOCK : 2 * BLOCK) - this.#kept);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(padding.length - 4, bits >>> 0);
    this.update(padding);
    return [...this.#state].map((word) => word.toString(16).padStart(8, "0")).join("");
  }

  #compress(view, at) {
    const words = this.#words;
    for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(at + i * 4);
    for (let i = 16; i < 64; i += 1) words[i] = small1(words[i - 2]) + words[i - 7] + small0(words[i - 15]) + words[i - 16];
    const state = this.#state;
    let a = state[0] | 0, b = state[1] | 0, c = state[2] | 0, d = state[3] | 0;
    let e = state[4] | 0, f = state[5] | 0, g = state[6] | 0, h = state[7] | 0;
    // Plain assignments: this loop is where all the time goes.
    for (let i = 0; i < 64; i += 1) {
      const first = (h + big1(e) + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
      const second = (big0(a) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }
}

const turn = (word, by) => (word >>> by) | (word << (32 - by));
const small0 = (word) => turn(word, 7) ^ turn(word, 18) ^ (word >>> 3);
const small1 = (word) => turn(word, 17) ^ turn(word, 19) ^ (word >>> 10);
const big0 = (word) => turn(word, 2) ^ turn(word, 13) ^ turn(word, 22);
const big1 = (word) => turn(word, 6) ^ turn(word, 11) ^ turn(word, 25);
