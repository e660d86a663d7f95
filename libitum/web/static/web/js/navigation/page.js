// Puts one page in the place of another while `[data-persist]` children of the body (the player) stay as they are.

const STYLES_WAIT = 3000; // ms; a page without one of its styles is better than none

/** The page that is shown now, to be brought back as it is, with what was typed into it. */
export function takeSnapshot() {
  const { documentElement: html, body, head } = document;
  return { nodes: replaceable(body), head: [...head.children].filter(isOfPage), html: attributes(html), body: attributes(body) };
}

/** Brings a snapshot back. */
export function restoreSnapshot({ nodes, head, html, body }) {
  fillHead(head);
  setAttributes(document.documentElement, html);
  setAttributes(document.body, body);
  fill(nodes);
}

/** Shows the parsed document `next`. Its styles are loaded before, so that nothing jumps. */
export async function showDocument(next) {
  await loadStyles(next);
  const player = document.querySelector("libitum-player");
  const spoken = next.querySelector("libitum-player");
  const sameLanguage = next.documentElement.lang === document.documentElement.lang;
  setAttributes(document.documentElement, attributes(next.documentElement));
  setAttributes(document.body, attributes(next.body));
  mergeHead(next);
  fill(replaceable(next.body).map((node) => document.adoptNode(node)));
  if (!sameLanguage && player && spoken) translatePersistent(next, player, spoken);
}

/** Replaces only the elements with these ids; says whether the answer had them all. */
export function showParts(next, ids) {
  const pairs = ids.map((id) => [document.getElementById(id), next.getElementById(id)]);
  if (pairs.some(([old, fresh]) => !old || !fresh)) return false;
  for (const [old, fresh] of pairs) old.replaceWith(document.adoptNode(fresh));
  document.title = next.title;
  return true;
}

const APP = /\/app(\.[0-9a-f]+)?\.js$/;
const scripts = (page) => [...page.querySelectorAll("script[src]")].map((script) => script.src);
const newScripts = (next) => scripts(next).filter((src) => !scripts(document).includes(src));

/** Whether `next` comes with another release of this very script. */
export const isOtherRelease = (next) => newScripts(next).some((src) => APP.test(src));

/** Whether `next` can't work without scripts that this document hasn't loaded. */
export const bringsScripts = (next) => newScripts(next).some((src) => !APP.test(src));

const replaceable = (body) => [...body.childNodes].filter((node) => !node.dataset?.hasOwnProperty("persist"));

/** New nodes go before the persistent elements, which stand last in the body. */
function fill(nodes) {
  const kept = [...document.body.children].filter((child) => child.dataset.persist !== undefined);
  for (const node of replaceable(document.body)) node.remove();
  const fragment = document.createDocumentFragment();
  fragment.append(...nodes);
  if (kept.length) kept[0].before(fragment);
  else document.body.append(fragment);
}

function translatePersistent(next, player, spoken) {
  for (const old of document.querySelectorAll("[data-persist][id]")) {
    const fresh = next.getElementById(old.id);
    if (fresh && !old.contains(player)) old.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
    for (const [name, value] of fresh ? attributes(fresh) : []) if (/^(data-|aria-label$)/.test(name)) old.setAttribute(name, value);
  }
  player.speakLike(document.adoptNode(spoken));
}

const attributes = (element) => [...element.attributes].map(({ name, value }) => [name, value]);

const OURS = new Set(["data-player"]); // set by scripts, not by the server

function setAttributes(element, wanted) {
  const names = new Set(wanted.map(([name]) => name));
  for (const { name } of [...element.attributes]) if (!names.has(name) && !OURS.has(name)) element.removeAttribute(name);
  for (const [name, value] of wanted) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Styles and scripts stay, and are only ever added; the rest of the head belongs to its page. */
const isOfPage = (node) => !node.matches("link[rel=stylesheet], link[rel=modulepreload], script[src]");

function fillHead(nodes) {
  for (const node of [...document.head.children]) if (isOfPage(node)) node.remove();
  document.head.append(...nodes);
}

function mergeHead(next) {
  fillHead([...next.head.children].filter(isOfPage).map((node) => document.adoptNode(node)));
  const wanted = newScripts(next).filter((src) => !APP.test(src));
  for (const script of next.querySelectorAll("script[src]")) {
    if (!wanted.includes(script.src)) continue;
    const fresh = document.createElement("script"); // a parsed script of another document never runs
    for (const [name, value] of attributes(script)) fresh.setAttribute(name, value);
    document.head.append(fresh);
  }
}

async function loadStyles(next) {
  const known = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href));
  const fresh = [...next.head.querySelectorAll("link[rel=stylesheet]")].filter((link) => !known.has(link.href));
  const loading = fresh.map((link) => {
    const copy = document.adoptNode(link);
    const settled = new Promise((resolve) => ["load", "error"].forEach((type) => copy.addEventListener(type, resolve)));
    document.head.append(copy);
    return settled;
  });
  await Promise.race([Promise.all(loading), new Promise((resolve) => setTimeout(resolve, STYLES_WAIT))]);
}
