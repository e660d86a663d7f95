// Proof that a commitment is in a manifest (libitum-presence@v1, docs/log/formats.md).

import { parseFields } from "./absence.js";
import { Refused, checkInclusion, leafHash, same } from "./merkle.js";

export function parsePresence(text) {
  const { values, hashes } = parseFields(text, "libitum-presence@v1", ["manifest", "commitment", "index"]);
  return { ...values, hashes };
}

// Resolves to the steps of the path from the commitment to the root; rejects with Refused.
export async function checkPresence(proof, commitment, root, size) {
  if (!same(proof.commitment, commitment)) throw new Refused("bad-proof");
  if (!same(proof.root, root) || proof.size !== size) throw new Refused("bad-manifest");
  const leaf = await leafHash(proof.commitment);
  return { leaf, steps: await checkInclusion(leaf, proof.index, size, proof.hashes, root) };
}
