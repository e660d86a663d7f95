// HLS media playlists of one file cut into byte ranges (RFC 8216, sections 4.3.2.2 and 4.3.2.5).

/** `{init: Range, segments: [Range & {time, duration}]}`; a Range is `{start, length}` in bytes, times in seconds. */
export function parsePlaylist(text) {
  let init = null;
  let duration = 0;
  let time = 0;
  let range = null;
  let next = 0;
  const segments = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#EXT-X-MAP:")) {
      init = byteRange(/BYTERANGE="([^"]+)"/.exec(line)?.[1], 0);
      next = init ? init.start + init.length : 0;
    } else if (line.startsWith("#EXTINF:")) {
      duration = Number.parseFloat(line.slice(8));
    } else if (line.startsWith("#EXT-X-BYTERANGE:")) {
      range = byteRange(line.slice(17), next);
    } else if (line && !line.startsWith("#") && range) {
      segments.push({ ...range, time, duration });
      time += duration;
      next = range.start + range.length;
      range = null;
    }
  }
  if (!init || !segments.length) throw new Error("not a playlist of byte ranges");
  return { init, segments };
}

function byteRange(text, follows) {
  const [, length, start] = /^(\d+)(?:@(\d+))?/.exec(text ?? "") ?? [];
  return length ? { length: Number(length), start: start === undefined ? follows : Number(start) } : null;
}
