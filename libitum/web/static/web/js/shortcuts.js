// One-key shortcuts. They rest while somebody types, in dialogs, and when switched off (WCAG 2.1.4).

import { player } from "./player/player.js";
import { recall, remember } from "./player/store.js";

const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const PRESSABLE = "a[href], button, summary, input, [role=button], [role=slider], audio, video";
const LOUDER = 0.05;

const keys = {
  " ": () => player.toggle(),
  k: () => player.toggle(),
  j: () => player.seekBy(-10),
  l: () => player.seekBy(10),
  ArrowLeft: () => player.seekBy(-5),
  ArrowRight: () => player.seekBy(5),
  ArrowUp: () => player.setVolume(player.volume + LOUDER),
  ArrowDown: () => player.setVolume(player.volume - LOUDER),
  m: () => player.toggleMute(),
  n: () => player.next(),
  p: () => player.previous(),
};

export const shortcutsOn = () => recall("shortcuts") !== false;
export const setShortcuts = (on) => remember("shortcuts", on);

function pressed(event) {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (target.closest(TYPING) || target.closest("dialog[open], [popover]:popover-open") || !shortcutsOn()) return;
  if (key === "?") {
    event.preventDefault();
    document.querySelector("libitum-player")?.openHelp();
    return;
  }
  const action = keys[key.length === 1 ? key.toLowerCase() : key];
  if (!action || !player.entry || taken(key, target)) return;
  event.preventDefault();
  action();
}

/** Keys that the focused element needs itself, and the vertical arrows, which scroll the page outside the player. */
function taken(key, target) {
  if (key === " ") return Boolean(target.closest(PRESSABLE));
  if (key === "ArrowUp" || key === "ArrowDown") return !target.closest("libitum-player");
  return key.startsWith("Arrow") && Boolean(target.closest("[role=slider], [role=tablist], [role=radiogroup], input, audio"));
}

document.addEventListener("keydown", pressed);
