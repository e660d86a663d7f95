// What the player remembers on this device. A browser may refuse storage (private windows, a full
// disk) or hold something that another version wrote: then the player starts afresh.

const PREFIX = "libitum.";

/** The value kept under `name`, or null when there is none that can be read. */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name));
  } catch {
    return null;
  }
}

/** Keeps `value` under `name`; says whether it could. */
export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
