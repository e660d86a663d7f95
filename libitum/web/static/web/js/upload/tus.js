// tus 1.0 as a client: create, ask how much is there, send a part, give up.

import { token } from "./words.js";

const COLLECTION = "/api/v1/uploads";
const VERSION = { "Tus-Resumable": "1.0.0" };

/** The server said no. `sentence` is for people; `wait` in seconds, where it said when to ask again. */
export class Refusal extends Error {
  constructor(status, { detail = "", code = "" } = {}, wait = null) {
    super(detail);
    Object.assign(this, { status, code, sentence: detail, wait });
  }
}

/** Nothing was heard of the server. */
export class Silence extends Error {}

/** A new upload: its address, and whether its parts may go to the store (`isDirect`).
 * `about`: what the server shall know of it (filename, artist, track, key). */
export async function create(length, about, signal) {
  const pairs = Object.entries(about).filter(([, value]) => value);
  const metadata = pairs.map(([key, value]) => `${key} ${base64(new TextEncoder().encode(value))}`).join(",");
  const headers = { "Upload-Length": String(length), "Upload-Metadata": metadata };
  const response = await ask("POST", COLLECTION, headers, signal);
  await response.arrayBuffer(); // there is nothing in it, but the connection is free when it has been read
  return { address: new URL(response.headers.get("Location"), location.href).pathname, isDirect: response.headers.has("Upload-Parts") };
}

/** How many bytes the server has of `address`, and which way they come; null where there is nothing to go on with. */
export async function offsetOf(address, signal) {
  try {
    const response = await ask("HEAD", address, {}, signal);
    return { offset: Number(response.headers.get("Upload-Offset")), isDirect: response.headers.has("Upload-Parts") };
  } catch (error) {
    if (error instanceof Refusal && [404, 410].includes(error.status)) return null;
    throw error;
  }
}

export const giveUp = (address, signal) => ask("DELETE", address, {}, signal);

export async function ask(method, address, headers, signal, body = undefined) {
  let response;
  try {
    response = await fetch(address, { method, headers: { ...VERSION, ...headers, "X-CSRFToken": token() }, credentials: "same-origin", signal, body });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Silence();
  }
  if (response.ok) return response;
  throw new Refusal(response.status, await response.json().catch(() => ({})), waitOf(response.headers.get("Retry-After")));
}

/** Sends `blob` from `offset` on with a checksum; answers with the new offset. `onProgress` hears the bytes sent. */
export async function sendPart(address, blob, offset, { onProgress, signal }) {
  const data = await blob.arrayBuffer();
  const headers = { ...VERSION, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream", "X-CSRFToken": token(), ...(await checksum(data)) };
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch can't tell how far it has sent
    request.open("PATCH", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => (request.status === 204 ? resolve(Number(request.getResponseHeader("Upload-Offset"))) : reject(refusalOf(request)));
    request.onerror = request.ontimeout = () => reject(new Silence());
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(data);
  });
}

function refusalOf(request) {
  let said = {};
  try {
    said = JSON.parse(request.responseText);
  } catch {
    // Something between us and the server answered in its own way: the status says enough.
  }
  return new Refusal(request.status, said, waitOf(request.getResponseHeader("Retry-After")));
}

const waitOf = (value) => (/^\d+$/.test(value ?? "") ? Number(value) : null);

/** Browsers give out hashes on secure addresses only (https, localhost). */
async function checksum(data) {
  if (!crypto.subtle) return {};
  return { "Upload-Checksum": `sha256 ${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", data)))}` };
}

const base64 = (octets) => btoa(String.fromCharCode(...octets));
