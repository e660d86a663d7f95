// The second way: parts go to the store itself, and the site only says where to. Parts have a fixed size.

import { ask, Refusal, Silence } from "./tus.js";

/** The size of a part, and how many from the first on the store has whole: where to go on is after them. */
export async function arrivedAt(address, signal) {
  const { part_size: partSize, parts } = await (await ask("GET", `${address}/parts`, {}, signal)).json();
  let whole = 0;
  while (parts[whole] === whole + 1) whole += 1;
  return { partSize, whole };
}

/** Begins, if that hasn't been done; answers with where part `number` goes, and how many bytes it has. */
export async function placeOf(address, number, signal) {
  const headers = { "Content-Type": "application/json" };
  const [place] = await (await ask("POST", `${address}/parts`, headers, signal, JSON.stringify({ numbers: [number] }))).json();
  return place;
}

export const complete = (address, signal) => ask("POST", `${address}/complete`, {}, signal);

/** The store can't be reached from here: the site takes the bytes itself. */
export const leave = (address, signal) => ask("DELETE", `${address}/parts`, {}, signal);

/** Puts one part. The store may say no in its own words, which nobody needs to read. */
export function put(url, blob, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Refusal(request.status < 500 ? 503 : request.status)));
    request.onerror = request.ontimeout = () => reject(new Silence());
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(blob);
  });
}
