// Entries of the browser's history: where each was scrolled to, and the last few pages as they were left.

const KEPT = 6; // pages
const STORAGE = "libitum.scroll";

let current = history.state?.libitum ?? crypto.randomUUID();
const scrolls = new Map(readScrolls());
const pages = new Map();

export const currentKey = () => current;

/** Makes this entry one of ours. */
export function adopt() {
  history.scrollRestoration = "manual";
  history.replaceState({ ...history.state, libitum: current }, "");
}

export function push(url) {
  current = crypto.randomUUID();
  history.pushState({ libitum: current }, "", url);
}

export function replace(url) {
  history.replaceState({ libitum: current }, "", url);
}

/** Follows the browser to the entry `key`. */
export function arrive(key) {
  current = key;
}

export const rememberScroll = () => scrolls.set(current, [scrollX, scrollY]);
export const scrollOf = (key) => scrolls.get(key) ?? null;

export function keepPage(key, page) {
  pages.delete(key);
  pages.set(key, page);
  if (pages.size > KEPT) pages.delete(pages.keys().next().value);
}

export function takePage(key) {
  const page = pages.get(key);
  pages.delete(key);
  return page;
}

/** After anything was sent, what was shown before may no longer be true, or no longer be theirs to see. */
export const forgetPages = () => pages.clear();

export function storeScrolls() {
  rememberScroll();
  try {
    sessionStorage.setItem(STORAGE, JSON.stringify([...scrolls].slice(-50)));
  } catch {
    // Storage refused or full: the next page starts at its top.
  }
}

function readScrolls() {
  try {
    return JSON.parse(sessionStorage.getItem(STORAGE)) ?? [];
  } catch {
    return [];
  }
}
