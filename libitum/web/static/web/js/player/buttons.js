// Buttons on pages that play something: `[data-play=UID]` alone or in a `[data-queue]`, `[data-seek=SECONDS]`.

import { player } from "./player.js";

const BUTTON = "button[data-play]";

const itemOf = (button) => {
  const { play: uid, key, unlisted, title = "", artist = "", url, artwork, duration } = button.dataset;
  return { uid, key, unlisted, title, artist, url, artwork, duration: Number(duration) || undefined };
};

/** Plays the track of `button` with the list that it stands in, from `position` seconds on. */
export function playFrom(button, position = 0) {
  const list = button.closest("[data-queue]");
  const buttons = [...(list?.querySelectorAll(BUTTON) ?? [button])];
  const first = (each, i) => buttons.findIndex((other) => same(other, each)) === i;
  const distinct = buttons.filter((each, i) => each === button || (!same(each, button) && first(each, i)));
  player.playQueue(distinct.map(itemOf), distinct.indexOf(button), position);
}

const same = (a, b) => a.dataset.play === b.dataset.play;

/** Plays the track `uid` from `seconds` on: the current one by seeking, another one by the button that this page has. */
export function playAt(uid, seconds) {
  if (player.entry?.uid === uid) {
    player.seek(seconds);
    if (!player.wanted) player.play();
    return;
  }
  const button = document.querySelector(`button[data-play="${CSS.escape(uid)}"]`);
  if (button) playFrom(button, seconds);
}

function clicked(event) {
  const seek = event.target.closest?.("[data-seek]");
  if (seek) {
    event.preventDefault();
    playAt(seek.dataset.track, Number(seek.dataset.seek));
    return;
  }
  const button = event.target.closest?.(BUTTON);
  if (!button) return;
  event.preventDefault();
  if (player.entry?.uid === button.dataset.play) player.toggle();
  else playFrom(button);
}

/** Every button shows whether its track plays, and says so by its name. */
function refresh() {
  const { entry, wanted, sounding } = player;
  for (const button of document.querySelectorAll(BUTTON)) {
    const current = entry?.uid === button.dataset.play;
    const state = current ? (wanted ? (sounding ? "playing" : "waiting") : "paused") : "";
    if ((button.dataset.state ?? "") === state) continue;
    button.dataset.state = state;
    button.dataset.labelPlay ??= button.getAttribute("aria-label") ?? "";
    const label = current && wanted ? button.dataset.labelPause : button.dataset.labelPlay;
    if (label) button.setAttribute("aria-label", label);
  }
}

document.addEventListener("click", clicked);
document.addEventListener("libitum:page", refresh);
player.addEventListener("change", refresh);
refresh();
