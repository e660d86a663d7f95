// RFC 6962 trees over SHA-256, checked with the browser's own WebCrypto (RFC 9162, sections 2.1.3 and 2.1.4).

export class Refused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export const HASH_BYTES = 32;

const join = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export const emptyRoot = () => sha256(new Uint8Array());
export const leafHash = (entry) => sha256(join(Uint8Array.of(0), entry));
export const nodeHash = (left, right) => sha256(join(Uint8Array.of(1), left, right));

export const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

// Sizes reach beyond 32 bits, so no bit operations.
const half = (n) => Math.floor(n / 2);
const odd = (n) => n % 2 === 1;

export function largestPowerBelow(size) {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

// MTH(D[begin:end]); `subtree(level, index)` gives the hash of a complete subtree.
export async function rangeHash(begin, end, subtree) {
  if (begin === end) return emptyRoot();
  const hashes = [];
  while (begin < end) {
    let level = 0;
    while (2 ** (level + 1) <= end - begin) level += 1;
    hashes.push(await subtree(level, begin / 2 ** level));
    begin += 2 ** level;
  }
  let root = hashes.pop();
  while (hashes.length) root = await nodeHash(hashes.pop(), root);
  return root;
}

export async function inclusionProof(index, size, subtree) {
  const proof = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const split = begin + largestPowerBelow(end - begin);
    if (index < split) {
      proof.push(await rangeHash(split, end, subtree));
      end = split;
    } else {
      proof.push(await rangeHash(begin, split, subtree));
      begin = split;
    }
  }
  return proof.reverse();
}

export async function consistencyProof(old, size, subtree) {
  if (old === 0 || old === size) return [];
  const proof = [];
  let [begin, end, whole] = [0, size, true];
  while (old !== end) {
    const split = begin + largestPowerBelow(end - begin);
    if (old <= split) {
      proof.push(await rangeHash(split, end, subtree));
      end = split;
    } else {
      proof.push(await rangeHash(begin, split, subtree));
      begin = split;
      whole = false;
    }
  }
  if (!whole) proof.push(await rangeHash(begin, end, subtree));
  return proof.reverse();
}

// Resolves to the steps of the path, for whoever draws it: [{hash, sibling, left}]. Rejects with Refused.
export async function checkInclusion(leaf, index, size, proof, root) {
  if (!(index >= 0 && index < size)) throw new Refused("not-included");
  let [node, last, current] = [index, size - 1, leaf];
  const steps = [];
  for (const sibling of proof) {
    if (last === 0) throw new Refused("not-included");
    const left = odd(node) || node === last;
    current = left ? await nodeHash(sibling, current) : await nodeHash(current, sibling);
    steps.push({ hash: current, sibling, left });
    if (left) while (!odd(node) && node) [node, last] = [half(node), half(last)];
    [node, last] = [half(node), half(last)];
  }
  if (last || !same(current, root)) throw new Refused("not-included");
  return steps;
}

export async function checkConsistency(old, oldRoot, size, root, proof) {
  if (old > size) throw new Refused("rollback");
  if (old === size || old === 0) {
    if (proof.length) throw new Refused("not-consistent");
    if (old === 0 ? !same(oldRoot, await emptyRoot()) : !same(oldRoot, root)) throw new Refused("fork");
    return;
  }
  const hashes = Number.isInteger(Math.log2(old)) ? [oldRoot, ...proof] : [...proof];
  if (!proof.length || !hashes.length) throw new Refused("not-consistent");
  let [node, last] = [old - 1, size - 1];
  while (odd(node)) [node, last] = [half(node), half(last)];
  let [oldSide, newSide] = [hashes[0], hashes[0]];
  for (const step of hashes.slice(1)) {
    if (last === 0) throw new Refused("not-consistent");
    if (odd(node) || node === last) {
      [oldSide, newSide] = [await nodeHash(step, oldSide), await nodeHash(step, newSide)];
      while (!odd(node) && node) [node, last] = [half(node), half(last)];
    } else {
      newSide = await nodeHash(newSide, step);
    }
    [node, last] = [half(node), half(last)];
  }
  if (last || !same(oldSide, oldRoot) || !same(newSide, root)) throw new Refused("not-consistent");
}
