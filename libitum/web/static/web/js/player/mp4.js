// ISO BMFF boxes, as far as the player must touch them.

const CONTAINERS = new Set(["moov", "trak", "mdia", "minf", "stbl"]);
const HEADER = 8;
const STSD_ENTRIES = 16; // header, version and flags, entry count
const AUDIO_ENTRY = 36; // header and the fields of AudioSampleEntry

/**
 * The init segment with neither edit list nor Opus pre-skip. Browsers honour these two differently in
 * Media Source; we trim by counted samples, so what comes out of the decoder must start at a known place.
 */
export function withoutEdits(init) {
  const bytes = new Uint8Array(init.slice(0));
  walk(new DataView(bytes.buffer), 0, bytes.length, {
    edts: (start) => bytes.set([0x66, 0x72, 0x65, 0x65], start + 4), // "free"
    dOps: (start) => bytes.set([0, 0], start + HEADER + 2),
  });
  return bytes;
}

function walk(view, from, to, found) {
  for (let at = from; at + HEADER <= to; ) {
    const size = view.getUint32(at);
    const kind = String.fromCharCode(...[4, 5, 6, 7].map((i) => view.getUint8(at + i)));
    if (size < HEADER || at + size > to) return;
    found[kind]?.(at);
    if (CONTAINERS.has(kind)) walk(view, at + HEADER, at + size, found);
    if (kind === "stsd") walk(view, at + STSD_ENTRIES, at + size, found);
    if (kind === "Opus") walk(view, at + AUDIO_ENTRY, at + size, found);
    at += size;
  }
}
