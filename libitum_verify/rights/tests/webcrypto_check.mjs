// Run by test_independent.py under Node: a receipt's signature, with WebCrypto alone.
// usage: node webcrypto_check.mjs RECEIPT CANONICAL_STATEMENT

import { webcrypto } from "node:crypto";
import { readFile } from "node:fs/promises";

// Node 18 has no `crypto` of its own among the globals.
globalThis.crypto ??= webcrypto;

const [receiptPath, statementPath] = process.argv.slice(2);
const { signature, statement, sha256 } = JSON.parse(await readFile(receiptPath, "utf8"));
const bytes = (text) => Buffer.from(text, "base64url");
const hash = async (data) => Buffer.from(await crypto.subtle.digest("SHA-256", data));

/** A COSE_Key's parts: small unsigned and negative integers, byte strings. */
function cose(data) {
  let at = 0;
  const head = () => {
    const first = data[at++];
    let value = first & 31;
    for (let left = { 24: 1, 25: 2 }[value] ?? 0, whole = 0; left; left--) value = whole = whole * 256 + data[at++];
    return [first >> 5, value];
  };
  const item = () => {
    const [kind, value] = head();
    if (kind === 2) return data.subarray(at, (at += value));
    return kind ? -1 - value : value;
  };
  const parts = new Map();
  for (let [, left] = head(); left; left--) parts.set(item(), item());
  return parts;
}

/** WebCrypto wants r and s side by side, authenticators give them in DER. */
function sideBySide(der) {
  const first = der.subarray(4, 4 + der[3]);
  const second = der.subarray(6 + der[3]);
  return Buffer.concat([first, second].map((part) => Buffer.concat([Buffer.alloc(32), part]).subarray(-32)));
}

const key = cose(bytes(signature.public_key));
const part = (label) => Buffer.from(key.get(label)).toString("base64url");
const KINDS = {
  [-7]: () => [
    { kty: "EC", crv: "P-256", x: part(-2), y: part(-3) },
    { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  ],
  [-8]: () => [{ kty: "OKP", crv: "Ed25519", x: part(-2) }, { name: "Ed25519" }],
  [-257]: () => [{ kty: "RSA", n: part(-1), e: part(-2) }, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }],
};
const [jwk, algorithm] = KINDS[key.get(3)]();
const opened = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["verify"]);
const clientData = bytes(signature.client_data);
const noted = bytes(signature.authenticator_data);
const raw = bytes(signature.signature);
const signed = await crypto.subtle.verify(
  algorithm,
  opened,
  key.get(3) === -7 ? sideBySide(raw) : raw,
  Buffer.concat([noted, await hash(clientData)]),
);
const digest = await hash(await readFile(statementPath));
const { challenge, origin, type } = JSON.parse(clientData);
const host = new URL(statement.origin).hostname;
const holds =
  signed &&
  digest.toString("hex") === sha256 &&
  bytes(challenge).equals(digest) &&
  origin === statement.origin &&
  type === "webauthn.get" &&
  noted.subarray(0, 32).equals(await hash(Buffer.from(host))) &&
  (noted[32] & 5) === 5;
console.log(holds ? "proved" : "refused");
