// Where each file's upload was begun, so that choosing the file again goes on with it, after a closed browser too.

import { recall, remember } from "../player/store.js";

const NAME = "uploads";
const KEPT = 8 * 24 * 3600 * 1000; // ms; the server forgets sooner
const SAMPLE = 64 * 1024; // bytes at either end

/** Two files are the same to us when all of this is: who sends what where, its name, size, time, and both its ends. */
export async function fingerprint(file, user, { artist = "", track = "" }) {
  const ends = new Blob([file.slice(0, SAMPLE), file.slice(-SAMPLE)]);
  const traits = [user, artist, track, file.name, file.size, file.lastModified, await digest(await ends.arrayBuffer())];
  return digest(new TextEncoder().encode(traits.join("\n")));
}

async function digest(data) {
  if (!crypto.subtle) return sum(new Uint8Array(data));
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", data))].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** FNV-1a, where a browser gives out no hashes: it need not withstand anybody, only tell files apart. */
function sum(octets) {
  let value = 0x811c9dc5;
  for (const octet of octets) value = Math.imul(value ^ octet, 0x01000193);
  return `${octets.length}-${(value >>> 0).toString(16)}`;
}

export const addressOf = (print) => all()[print]?.address ?? null;

export function keepAddress(print, address) {
  remember(NAME, { ...all(), [print]: { address, at: Date.now() } });
}

export function forgetAddress(print) {
  const rest = all();
  delete rest[print];
  remember(NAME, rest);
}

function all() {
  const kept = recall(NAME) ?? {};
  return Object.fromEntries(Object.entries(kept).filter(([, { at }]) => Date.now() - at < KEPT));
}
