// Where a track's bytes come from: the playback answer of the API, its playlist, its segments.
// Addresses may be signed and expire; they are renewed before that, and once after any refusal.

import { patiently, request, Unavailable } from "./net.js";
import { parsePlaylist } from "./playlist.js";

const RENEW_BEFORE = 30_000; // ms

/** The recording behind the address is another one than before (its master was replaced). */
export class Replaced extends Error {}

export class Source {
  #info = null;
  #renewal = null;
  #skew = 0; // server clock minus ours, ms
  #index = new Map();

  /** @param entry `{uid, key?}` @param trouble told of network failures (see `patiently`) */
  constructor(entry, trouble) {
    this.entry = entry;
    this.trouble = trouble;
  }

  /** The playback answer, asked for once and again when its addresses are about to expire. */
  async info(signal) {
    if (!this.#info || this.expiresSoon) await this.renew(signal);
    return this.#info;
  }

  get known() {
    return this.#info;
  }

  get expiresSoon() {
    const expires = Date.parse(this.#info?.expires_at ?? "");
    return expires - RENEW_BEFORE < Date.now() + this.#skew;
  }

  /** Asks for fresh addresses; callers at the same time share one request, unless who asked first has given it up. */
  renew(signal) {
    if (!this.#renewal || this.#renewal.signal.aborted) {
      const own = { signal, answer: this.#fetchInfo(signal).finally(() => this.#renewal === own && (this.#renewal = null)) };
      this.#renewal = own;
    }
    return this.#renewal.answer;
  }

  async #fetchInfo(signal) {
    const key = this.entry.key ? `?key=${encodeURIComponent(this.entry.key)}` : "";
    const url = `/api/v1/tracks/${encodeURIComponent(this.entry.uid)}/playback${key}`;
    const read = async (response) => {
      const served = Date.parse(response.headers.get("Date") ?? "");
      if (served) this.#skew = served - Date.now();
      return response.json();
    };
    const info = await this.#try(() => request(url, { read, signal, headers: { Accept: "application/json" } }), signal);
    if (this.#info && this.#info.samples !== info.samples) throw new Replaced();
    this.#info = info;
  }

  /** `{mime, delay, init, segments}` of one codec; `delay` in samples, `init` as an ArrayBuffer. */
  async index(codec, signal) {
    if (!this.#index.has(codec)) {
      const playlist = parsePlaylist(await this.#fetch(codec, "playlist", {}, (response) => response.text(), signal));
      const stream = pick(this.#info, codec);
      const init = await this.bytes(codec, playlist.init, signal);
      this.#index.set(codec, { ...playlist, init, mime: stream.mime, delay: stream.delay_samples });
    }
    return this.#index.get(codec);
  }

  /** ArrayBuffer of `{start, length}` of the file of one codec. */
  bytes(codec, { start, length }, signal) {
    const headers = { Range: `bytes=${start}-${start + length - 1}` };
    const read = async (response) => {
      const body = await response.arrayBuffer();
      return response.status === 206 ? body : body.slice(start, start + length);
    };
    return this.#fetch(codec, "url", headers, read, signal);
  }

  async #fetch(codec, field, headers, read, signal) {
    const attempt = async () => {
      const info = await this.info(signal);
      return this.#try(() => request(pick(info, codec)[field], { read, signal, headers }), signal);
    };
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await this.renew(signal);
      return attempt();
    }
  }

  #try(attempt, signal) {
    return patiently(attempt, { signal, trouble: this.trouble });
  }
}

function pick(info, codec) {
  const stream = info.streams.find((candidate) => candidate.codec === codec);
  if (!stream) throw new Unavailable(415);
  return stream;
}
