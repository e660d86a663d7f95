// Words for people come from the page, in its language: `data-text-*` of the player's element.

/** The text called `name`, with `{placeholders}` filled in. */
export function text(name, values = {}) {
  const raw = document.querySelector("[data-texts]")?.dataset[name] ?? "";
  return raw.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

/** A moment, in seconds, as 3:07 or 1:02:09: the second that has begun. */
export const clock = (seconds) => spelled(Math.floor(seconds || 0));

/** A length, in seconds, the same way: the nearest second, as the pages have it. */
export const length = (seconds) => spelled(Math.round(seconds || 0));

function spelled(seconds) {
  const whole = Math.max(0, seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (number) => String(number).padStart(2, "0");
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** Says `message` through screen readers; the same sentence twice is said twice. */
export function announce(message) {
  const region = document.querySelector("[data-announcer]");
  if (!region || !message) return;
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = message));
}
