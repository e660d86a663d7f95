// ISO BMFF boxes (ISO/IEC 14496-12), as far as the player must touch them so that browsers agree on where sound
// begins and ends. Nothing here looks into the sound itself.

const CONTAINERS = new Set(["moov", "trak", "mdia", "minf", "stbl", "moof", "traf"]);
const HEADER = 8;
const STSD_ENTRIES = 16; // header, version and flags, entry count
const AUDIO_ENTRY = 36; // header and the fields of AudioSampleEntry
const FREE = [0x66, 0x72, 0x65, 0x65];
const OPUS_PRE_SKIP = HEADER + 2;

/**
 * The init segment of a track to be trimmed by counted samples: without edit list and Opus pre-skip, which browsers
 * honour differently in Media Source. `marked` leaves Opus a pre-skip of one sample: to the browser that is another
 * configuration, so its decoder starts afresh, as Opus needs between two recordings.
 */
export function bareInit(init, marked) {
  const bytes = new Uint8Array(init.slice(0));
  const view = new DataView(bytes.buffer);
  walk(view, 0, bytes.length, {
    edts: (start) => bytes.set(FREE, start + 4),
    dOps: (start) => view.setUint16(start + OPUS_PRE_SKIP, marked ? 1 : 0),
  });
  return bytes;
}

const DATA_OFFSET = 0x1;
const FIRST_FLAGS = 0x4;
const FIELDS = [0x100, 0x200, 0x400, 0x800]; // per sample: duration, size, flags, composition offset

/**
 * A media segment whose last frame is as long as its first. Muxers shorten it to where the recording ends; the decoder
 * gives out the whole frame all the same, and the rest would sound before the next track instead of being trimmed.
 */
export function wholeFrames(segment) {
  const bytes = new Uint8Array(segment);
  const view = new DataView(segment);
  walk(view, 0, bytes.length, {
    trun: (start) => {
      const flags = view.getUint32(start + HEADER) & 0xffffff;
      const count = view.getUint32(start + HEADER + 4);
      if (!(flags & FIELDS[0]) || count < 2) return;
      const samples = start + HEADER + 8 + (flags & DATA_OFFSET ? 4 : 0) + (flags & FIRST_FLAGS ? 4 : 0);
      const size = 4 * FIELDS.filter((field) => flags & field).length;
      view.setUint32(samples + (count - 1) * size, view.getUint32(samples));
    },
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
