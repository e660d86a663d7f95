// A slider over time, for pointers of every kind and for keys (WAI-ARIA slider pattern).

const STEP = 5; // s
const PAGE = 30; // s

/**
 * Makes `element` (role="slider") set a time. `options`: `max()` and `value()` in seconds, `preview(seconds | null)`
 * while a pointer drags (null: given up), `commit(seconds)`, `describe(seconds)` for aria-valuetext.
 * Returns a function that brings the ARIA values up to date.
 */
export function timeSlider(element, { max, value, preview, commit, describe }) {
  let dragged = null;
  const at = (event) => {
    const box = element.getBoundingClientRect();
    return max() * Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const drag = (event) => {
    dragged = at(event);
    preview(dragged);
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !max()) return;
    element.setPointerCapture(event.pointerId);
    drag(event);
  });
  element.addEventListener("pointermove", (event) => {
    if (dragged !== null) drag(event);
  });
  element.addEventListener("pointerup", (event) => {
    if (dragged === null) return;
    dragged = null;
    preview(null);
    commit(at(event));
  });
  element.addEventListener("pointercancel", () => {
    dragged = null;
    preview(null);
  });
  element.addEventListener("keydown", (event) => {
    const target = keyTarget(event, value(), max());
    if (target === null) return;
    event.preventDefault();
    commit(Math.min(max(), Math.max(0, target)));
  });
  return () => {
    const now = dragged ?? value();
    element.setAttribute("aria-valuemax", String(Math.round(max())));
    element.setAttribute("aria-valuenow", String(Math.round(now)));
    element.setAttribute("aria-valuetext", describe(now));
  };
}

function keyTarget({ key, ctrlKey, metaKey, altKey }, value, max) {
  if (ctrlKey || metaKey || altKey) return null;
  const moves = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP, PageUp: PAGE, PageDown: -PAGE };
  if (key in moves) return value + moves[key];
  return { Home: 0, End: max }[key] ?? null;
}
