// Signed notes and checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), Ed25519 by WebCrypto.

import { HASH_BYTES, Refused, same } from "./merkle.js";

const encoder = new TextEncoder();
const ED25519 = 1;

export function fromBase64(text, reason) {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Refused(reason);
  }
  if (btoa(binary) !== text) throw new Refused(reason);
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function parseKey(text) {
  const [name, id, ...rest] = text.trim().split("+");
  const material = fromBase64(rest.join("+"), "bad-key");
  if (!name || material[0] !== ED25519 || material.length !== HASH_BYTES + 1) throw new Refused("bad-key");
  const digest = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new Uint8Array([...encoder.encode(`${name}\n`), ...material])),
  );
  if (toHex(digest.slice(0, 4)) !== id) throw new Refused("bad-key");
  const key = await crypto.subtle.importKey("raw", material.slice(1), { name: "Ed25519" }, false, ["verify"]);
  return { name, id: digest.slice(0, 4), key };
}

// `note` is text; resolves to {origin, size, root} once a known key has signed it.
export async function openCheckpoint(note, keys) {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n")) throw new Refused("bad-note");
  const text = note.slice(0, cut + 1);
  let signed = false;
  for (const line of note.slice(cut + 2, -1).split("\n")) {
    const match = /^— (\S+) (\S+)$/u.exec(line);
    if (!match) throw new Refused("bad-note");
    const data = fromBase64(match[2], "bad-note");
    const known = keys.find((key) => key.name === match[1] && same(key.id, data.slice(0, 4)));
    if (!known) continue;
    const good = await crypto.subtle.verify({ name: "Ed25519" }, known.key, data.slice(4), encoder.encode(text));
    if (!good) throw new Refused("bad-signature");
    signed = true;
  }
  if (!signed) throw new Refused("unknown-key");
  return parseCheckpoint(text, keys);
}

function parseCheckpoint(text, keys) {
  const [origin, size, root] = text.split("\n");
  if (!/^(0|[1-9]\d{0,15})$/.test(size)) throw new Refused("bad-checkpoint");
  if (!keys.some((key) => key.name === origin)) throw new Refused("wrong-origin");
  const hash = fromBase64(root, "bad-checkpoint");
  if (hash.length !== HASH_BYTES) throw new Refused("bad-checkpoint");
  return { origin, size: Number(size), root: hash };
}
