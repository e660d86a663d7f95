// Requests that tell "no" from "not now": a refusal is final, a hiccup is tried again with growing pauses.

const LONGEST_PAUSE = 20_000; // ms
const PATIENCE = 30_000; // ms for one request, body included

/** The server answered and refused; asking again for the same address won't help. */
export class Unavailable extends Error {
  constructor(status, code = "") {
    super(`unavailable (${status})`);
    this.status = status;
    this.code = code;
  }
}

/** No answer, half an answer, or "try later". `after`: pause in ms that the server asked for. */
export class Hiccup extends Error {
  constructor(message, after = 0) {
    super(message);
    this.after = after;
  }
}

const bell = new EventTarget();

/** Ends every pause now: somebody pressed "try again", or the network is back. */
export const retryNow = () => bell.dispatchEvent(new Event("retry"));

addEventListener("online", retryNow);

/** Fetches and reads `url`; `read` takes the body from the response. Throws Unavailable or Hiccup. */
export async function request(url, { read, signal, headers = {} }) {
  const limit = new AbortController();
  const abort = () => limit.abort();
  const timer = setTimeout(abort, PATIENCE);
  signal?.addEventListener("abort", abort);
  try {
    signal?.throwIfAborted();
    const response = await fetch(url, { headers, signal: limit.signal, credentials: "same-origin" });
    if (response.ok) return await read(response);
    if (response.status < 500 && ![408, 425, 429].includes(response.status)) throw new Unavailable(response.status);
    throw new Hiccup(`status ${response.status}`, 1000 * (Number(response.headers.get("Retry-After")) || 0));
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof Unavailable || error instanceof Hiccup ? error : new Hiccup(error.message);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** Repeats `attempt` while it hiccups. `trouble(error)` is told of each failure, `trouble(null)` of the recovery. */
export async function patiently(attempt, { signal, trouble = () => {} }) {
  for (let tries = 0; ; tries += 1) {
    try {
      const result = await attempt();
      if (tries) trouble(null);
      return result;
    } catch (error) {
      if (!(error instanceof Hiccup)) throw error;
      trouble(error);
      await pause(Math.max(error.after, Math.min(LONGEST_PAUSE, 500 * 2 ** tries)), signal);
    }
  }
}

function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      bell.removeEventListener("retry", finish);
      signal?.removeEventListener("abort", finish);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(finish, ms);
    bell.addEventListener("retry", finish);
    signal?.addEventListener("abort", finish);
  });
}
