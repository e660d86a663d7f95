// Everything a browser can find out about a log by itself: signature, growth since the last visit, one entry's place.

import { checkConsistency, checkInclusion, consistencyProof, inclusionProof, leafHash } from "./merkle.js";
import { openCheckpoint, parseKey } from "./note.js";
import { Tree } from "./tiles.js";

const decoder = new TextDecoder();

export async function openLog(get) {
  const [note, keys] = await Promise.all([get("checkpoint"), get("vkey")]);
  const known = await Promise.all(decoder.decode(keys).trim().split("\n").map(parseKey));
  const text = decoder.decode(note);
  const checkpoint = await openCheckpoint(text, known);
  const tree = new Tree(checkpoint.size, get);
  await tree.prove(checkpoint.root);
  return { checkpoint, tree, note: text, keys: known };
}

// `kept`: the note this browser saw last. Rejects with Refused when the log does not continue it.
export async function checkContinues(log, kept) {
  const old = await openCheckpoint(kept, log.keys);
  const { size, root } = log.checkpoint;
  const proof = old.size <= size ? await consistencyProof(old.size, size, log.tree.subtree) : [];
  await checkConsistency(old.size, old.root, size, root, proof);
  return old;
}

export async function checkEntry(log, index) {
  const entry = await log.tree.entry(index);
  const { size, root } = log.checkpoint;
  const leaf = await leafHash(entry);
  const proof = await inclusionProof(index, size, log.tree.subtree);
  return { entry, leaf, steps: await checkInclusion(leaf, index, size, proof, root) };
}
