// Waveform overviews as the server measured them (docs/developers/media.md), and bars drawn from them.

const FULL = 127; // an int8 sample's full scale
const QUIETEST = 0.02; // of the height: silence is drawn as a dotted line, not as nothing

const loaded = new Map();

/** The overviews at `url`, or null when there are none to be had. One request an address. */
export function fetchPeaks(url) {
  if (!loaded.has(url)) {
    const answer = fetch(url, { credentials: "same-origin" })
      .then((response) => (response.ok ? response.json() : null))
      .then((data) => (data?.overviews ? data : null))
      .catch(() => null);
    answer.then((data) => data ?? loaded.delete(url)); // asked for again next time
    loaded.set(url, answer);
  }
  return loaded.get(url);
}

/**
 * Heights 0 to 1 of `count` bars, the loudest 1: halfway between the peak and what is felt as loud
 * (templatetags/waveform.py has the same), from the coarsest overview that has as many points.
 */
export function bars(data, count) {
  const sizes = Object.keys(data.overviews).map(Number).sort((a, b) => a - b);
  const { low, high, rms } = data.overviews[sizes.find((size) => size >= count) ?? sizes.at(-1)];
  const heights = Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * rms.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * rms.length) / count));
    let peak = 0;
    let power = 0;
    for (let i = from; i < to; i += 1) {
      peak = Math.max(peak, high[i], -low[i]);
      power += rms[i] ** 2 / (to - from);
    }
    return (peak / FULL + Math.min(1, (2 * Math.sqrt(power)) / FULL)) / 2;
  });
  const loudest = Math.max(...heights, 1 / FULL);
  return heights.map((height) => Math.max(QUIETEST, height / loudest));
}

/** SVG path of vertical strokes, `pitch` px apart, around the middle of `height` px. */
export function barsPath(heights, pitch, height) {
  const middle = height / 2;
  return heights
    .map((value, i) => {
      const x = ((i + 0.5) * pitch).toFixed(1);
      const half = (value * middle).toFixed(1);
      return `M${x} ${(middle - half).toFixed(1)}v${(2 * half).toFixed(1)}`;
    })
    .join("");
}

/** Draws `data` (or a plain line) into the path(s) of an SVG element as wide as it is on the page. */
export function drawBars(svg, data, pitch) {
  const { width, height } = svg.getBoundingClientRect();
  const count = Math.max(1, Math.floor(width / pitch));
  if (!width) return;
  const spread = width / count;
  const path = data ? barsPath(bars(data, count), spread, height) : `M0 ${height / 2}h${width}`;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  for (const each of svg.querySelectorAll("path")) each.setAttribute("d", path);
}
