// Run by test_browser_code.py under Node: the modules a browser gets, over a log in a folder.
// usage: node browser_check.mjs MODULES_FOLDER LOG_FOLDER INDEX[,INDEX] [KEPT_NOTE]

import { webcrypto } from "node:crypto";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import path from "node:path";

// Node 18 has no `crypto` of its own among the globals.
globalThis.crypto ??= webcrypto;

const [modules, folder, indexes, kept] = process.argv.slice(2);
const { openLog, checkEntry, checkContinues } = await import(pathToFileURL(path.join(modules, "check.js")));
const get = (name) => readFile(path.join(folder, name)).then((data) => new Uint8Array(data), () => null);
try {
  const log = await openLog(get);
  for (const index of indexes.split(",").filter(Boolean)) await checkEntry(log, Number(index));
  if (kept) await checkContinues(log, await readFile(kept, "utf8"));
  console.log(`proved ${log.checkpoint.size}`);
} catch (error) {
  console.log(error.reason ?? String(error));
  process.exit(1);
}
