// The operating system's media keys, lock screen and headset buttons (W3C Media Session).

import { player } from "./player.js";

const SKIP = 10; // s
const SIZES = ["96x96", "256x256", "512x512"];

const actions = {
  play: () => player.play(),
  pause: () => player.pause(),
  stop: () => player.pause(),
  previoustrack: () => player.previous(),
  nexttrack: () => player.next(),
  seekbackward: ({ seekOffset }) => player.seekBy(-(seekOffset || SKIP)),
  seekforward: ({ seekOffset }) => player.seekBy(seekOffset || SKIP),
  seekto: ({ seekTime }) => player.seek(seekTime),
};

let shown = null;

function metadata() {
  const { entry } = player;
  const artwork = entry?.artwork ? SIZES.map((sizes) => ({ src: entry.artwork, sizes })) : [];
  const now = JSON.stringify([entry?.title, entry?.artist, artwork]);
  if (now === shown) return;
  shown = now;
  navigator.mediaSession.metadata = entry ? new MediaMetadata({ title: entry.title, artist: entry.artist, artwork }) : null;
}

function position() {
  const { duration } = player;
  if (!duration) return;
  const now = Math.min(player.position, duration);
  navigator.mediaSession.setPositionState({ duration, position: now, playbackRate: 1 });
}

function refresh() {
  metadata();
  position();
  const playing = player.wanted ? "playing" : "paused";
  navigator.mediaSession.playbackState = player.entry ? playing : "none";
}

if ("mediaSession" in navigator) {
  for (const [name, handler] of Object.entries(actions)) {
    try {
      navigator.mediaSession.setActionHandler(name, handler);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // this browser doesn't know the action
    }
  }
  player.addEventListener("change", refresh);
  player.addEventListener("seek", position);
}
