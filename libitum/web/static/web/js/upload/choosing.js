// Files out of an input, a drop, or folders within a drop; and which of them are recordings.

const OTHER = /^(image|text|font|application\/(pdf|json|zip|xml|x-cue|msword))/;

/** Everything in a drop, folders opened: `{file, fromFolder}`. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, fromFolder: false }));
  const found = await Promise.all(entries.map((entry) => filesOf(entry, false)));
  return found.flat();
}

async function filesOf(entry, fromFolder) {
  if (entry.isFile) return [{ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), fromFolder }];
  const found = await Promise.all((await childrenOf(entry)).map((child) => filesOf(child, true)));
  return found.flat();
}

/** A reader gives a hundred or so at a time, and nothing when it is through. */
async function childrenOf(folder) {
  const reader = folder.createReader();
  const children = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return children.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    children.push(...some);
  }
}

/** In a folder only what looks like one; what somebody chose by itself, unless it can't be one. */
export function isRecording({ file, fromFolder }, endings) {
  const name = file.name.toLowerCase();
  if (endings.some((ending) => name.endsWith(ending)) || file.type.startsWith("audio/")) return !name.startsWith("._");
  return !fromFolder && !OTHER.test(file.type);
}
