// A worker that hashes files piece by piece: `{file}` in, `{done}` in bytes and in the end `{sha256}` out.

import { Sha256 } from "./sha256.js";

const PIECE = 4 * 1024 * 1024;

onmessage = async ({ data: { file } }) => {
  try {
    const hash = new Sha256();
    for (let at = 0; at < file.size; at += PIECE) {
      hash.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
      postMessage({ done: Math.min(file.size, at + PIECE) });
    }
    postMessage({ sha256: hash.hex() });
  } catch {
    postMessage({ failed: true }); // it has been changed or moved since it was chosen
  }
};
