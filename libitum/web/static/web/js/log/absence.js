// Proof that a commitment is not in a manifest (libitum-absence@v1, docs/log/formats.md).

import { Refused, HASH_BYTES, largestPowerBelow, leafHash, nodeHash, same } from "./merkle.js";
import { fromBase64 } from "./note.js";

export function parseAbsence(text) {
  const { values, hashes } = parseFields(text, "libitum-absence@v1", ["manifest", "commitment", "index", "left", "right"]);
  return { ...values, hashes };
}

// The lines that proofs about manifests have in common: a header, named fields in order, hashes.
export function parseFields(text, header, names) {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.shift() !== header) throw new Refused("bad-proof");
  const values = {};
  for (const name of names) {
    const line = lines.shift() ?? "";
    if (!line.startsWith(`${name} `)) throw new Refused("bad-proof");
    const value = line.slice(name.length + 1);
    if (name === "manifest") {
      const [root, size] = value.split(" ");
      Object.assign(values, { root: hash(root), size: whole(size) });
    } else if (name === "index") values.index = whole(value);
    else values[name] = name !== "commitment" && value === "-" ? null : hash(value);
  }
  return { values, hashes: lines.map(hash) };
}

function whole(text) {
  if (!/^(0|[1-9]\d{0,15})$/.test(text ?? "")) throw new Refused("bad-proof");
  return Number(text);
}

function hash(text) {
  const bytes = fromBase64(text ?? "", "bad-proof");
  if (bytes.length !== HASH_BYTES) throw new Refused("bad-proof");
  return bytes;
}

// -1, 0 or 1, as the bytes are ordered in a manifest.
function compare(a, b) {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? 0 : Math.sign(a[at] - b[at]);
}

// Resolves when the commitment is in no place of the manifest with this root and size; rejects with Refused.
export async function checkAbsence(proof, commitment, root, size) {
  const { index, left, right } = proof;
  if (!same(proof.commitment, commitment)) throw new Refused("bad-proof");
  if (!same(proof.root, root) || proof.size !== size) throw new Refused("bad-manifest");
  const values = [left, right].filter((value) => value !== null);
  const begin = left === null ? 0 : index;
  if (size > 0) {
    if (!values.length || begin + values.length > size || (left === null && index !== 0)) throw new Refused("not-neighbours");
    if (right === null && begin !== size - 1) throw new Refused("not-neighbours");
  } else if (values.length || index) throw new Refused("bad-proof");
  for (const value of values) if (same(value, commitment)) throw new Refused("present");
  if ((left && compare(left, commitment) > 0) || (right && compare(right, commitment) < 0)) throw new Refused("not-neighbours");
  const found = await rangeRoot(begin, await Promise.all(values.map(leafHash)), size, proof.hashes);
  if (!same(found, root)) throw new Refused("not-included");
}

async function rangeRoot(begin, leaves, size, proof) {
  if (size === 0) return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array()));
  const rest = [...proof];
  const end = begin + leaves.length;
  const walk = async (low, high) => {
    if (high <= begin || low >= end) {
      if (!rest.length) throw new Refused("bad-proof");
      return rest.shift();
    }
    if (high - low === 1) return leaves[low - begin];
    const split = low + largestPowerBelow(high - low);
    const before = await walk(low, split);
    return nodeHash(before, await walk(split, high));
  };
  const root = await walk(0, size);
  if (rest.length) throw new Refused("bad-proof");
  return root;
}
