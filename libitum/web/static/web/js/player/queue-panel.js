// The panel that shows the queue: to play from it, to put it in order, to empty it.

import { announce, length, text } from "../text.js";
import { player } from "./player.js";

/** Binds panel and button until `signal` aborts; returns what brings the panel up to date. */
export function bindQueue(panel, button, signal) {
  const list = panel.querySelector("ol");
  const template = panel.querySelector("template");
  const show = (open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) refresh();
  };
  let shown = "";
  const refresh = () => {
    const { entries } = player.queue;
    const now = JSON.stringify([player.queue.index, entries.map(({ place, title, refused }) => [place, title, refused])]);
    if (panel.hidden || now === shown) return;
    shown = now;
    const focus = focusIn(list);
    list.replaceChildren(...entries.map((entry, i) => row(template, entry, i)));
    restoreFocus(list, focus, panel);
  };
  button.addEventListener("click", () => show(panel.hidden), { signal });
  panel.addEventListener("click", (event) => act(event, show, button), { signal });
  panel.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      show(false);
      button.focus();
    },
    { signal },
  );
  bindDragging(list, signal);
  return refresh;
}

function row(template, entry, index) {
  const item = template.content.firstElementChild.cloneNode(true);
  const part = (name) => item.querySelector(`[data-queue-part="${name}"]`);
  const last = player.queue.entries.length - 1;
  item.dataset.index = String(index);
  item.classList.toggle("is-current", entry === player.entry);
  item.classList.toggle("is-refused", Boolean(entry.refused));
  part("number").textContent = String(index + 1);
  part("title").textContent = entry.title || text("untitled");
  if (entry === player.entry) part("play").setAttribute("aria-current", "true");
  part("artist").textContent = entry.artist ?? "";
  part("duration").textContent = entry.duration ? length(entry.duration) : "";
  part("up").disabled = index === 0;
  part("down").disabled = index === last;
  for (const name of ["up", "down", "remove"]) part(name).setAttribute("aria-label", text(name, entry));
  return item;
}

function act(event, show, button) {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  const index = Number(pressed.closest("li")?.dataset.index);
  const entry = player.queue.entries[index];
  const actions = {
    play: () => player.playEntry(entry),
    up: () => move(entry, index - 1),
    down: () => move(entry, index + 1),
    remove: () => {
      player.edit((queue) => queue.remove(entry));
      announce(text("removed", entry));
    },
    clear: () => {
      player.edit((queue) => queue.clear());
      show(false);
      announce(text("cleared"));
      document.querySelector("main")?.focus({ preventScroll: true }); // the player with its buttons is gone
    },
    close: () => {
      show(false);
      button.focus();
    },
  };
  actions[pressed.dataset.queuePart]?.();
}

function move(entry, to) {
  player.edit((queue) => queue.move(entry, to));
  announce(text("moved", { ...entry, place: to + 1, count: player.queue.entries.length }));
}

/** Which button of which entry has the focus; rows are made anew on every change. */
function focusIn(list) {
  const focused = document.activeElement?.closest("[data-queue-part]");
  if (!focused || !list.contains(focused)) return null;
  const index = Number(focused.closest("li").dataset.index);
  return { part: focused.dataset.queuePart, index, entry: rows.get(list)?.[index] };
}

const rows = new WeakMap(); // list -> the entries it shows

function restoreFocus(list, focus, panel) {
  const shown = [...player.queue.entries];
  rows.set(list, shown);
  if (!focus) return;
  const moved = shown.indexOf(focus.entry);
  const item = list.children[moved >= 0 ? moved : Math.min(focus.index, shown.length - 1)];
  const wanted = item?.querySelector(`[data-queue-part="${focus.part}"]:enabled`) ?? item?.querySelector("button:enabled");
  (wanted ?? panel.querySelector("button")).focus();
}

function bindDragging(list, signal) {
  let from = null;
  const itemAt = (event) => event.target.closest?.("li");
  const on = (type, handler) => list.addEventListener(type, handler, { signal });
  on("dragstart", (event) => {
    from = Number(itemAt(event)?.dataset.index);
    event.dataTransfer.effectAllowed = "move";
  });
  on("dragover", (event) => {
    if (from === null || !itemAt(event)) return;
    event.preventDefault();
    for (const item of list.children) item.classList.toggle("is-target", item === itemAt(event));
  });
  on("drop", (event) => {
    const to = Number(itemAt(event)?.dataset.index);
    event.preventDefault();
    if (from !== null && Number.isInteger(to)) move(player.queue.entries[from], to);
  });
  on("dragend", () => {
    from = null;
    for (const item of list.children) item.classList.remove("is-target");
  });
}
