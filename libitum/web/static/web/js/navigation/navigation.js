// Moves between pages without leaving the document, so that the music goes on: through links, Back, forms,
// another language, signing in and out. Pages say nothing of it; `[data-native]` opts out. After each page,
// `libitum:page` is dispatched on the document.

import { announce, text } from "../text.js";
import { fetchPage, saveFile } from "./fetching.js";
import * as entries from "./history.js";
import { visitForClick, visitForSubmit } from "./links.js";
import { bringsScripts, isOtherRelease, restoreSnapshot, showDocument, showParts, takeSnapshot } from "./page.js";

const ASKING = ["main .errorlist, [aria-invalid=true]", "[data-focus]", "main [autofocus]"]; // wants attention first
const PATIENCE = 250; // ms before the line at the top shows that a page is awaited

let visiting = null;
let keepable = true; // whether the page shown may be kept for Back
let shown = entries.currentKey(); // the entry whose page is shown; Back may be on its way to another
let shownUrl = new URL(location.href);
let again = null;

/** Goes to `url` as a click on a link would. */
export const goTo = (url) => visit({ url: new URL(url, location.href), method: "GET", body: null });

async function visit(wanted, { restoring = null, parts = null, submitter = null } = {}) {
  visiting?.abort();
  const own = (visiting = new AbortController());
  const stopWaiting = showWaiting(submitter);
  again = () => visit(wanted, { restoring, parts, submitter });
  try {
    const answer = await fetchPage(wanted, own.signal);
    if (own.signal.aborted) return;
    hideTrouble();
    await show(answer, wanted, { restoring, parts });
  } catch (error) {
    if (own.signal.aborted) return;
    if (!(error instanceof TypeError)) console.error(error); // eslint-disable-line no-console
    showTrouble();
  } finally {
    stopWaiting();
  }
}

async function show(answer, wanted, { restoring, parts }) {
  const sent = wanted.method === "POST";
  if (sent) entries.forgetPages();
  if (answer.kind === "elsewhere") return void location.assign(answer.url);
  if (answer.kind === "file") return void (await openFile(answer, sent));
  if (!sent && mustReload(answer.document)) return void location.assign(answer.url);
  const stay = Boolean(restoring) || samePage(answer.url, location);
  if (parts && stay && answer.status < 300 && showParts(answer.document, parts)) return void finishParts(parts);
  const scroll = restoring?.scroll ?? (stay && sent ? entries.scrollOf(shown) : null);
  if (!stay && !sent) keep();
  await showDocument(answer.document);
  keepable = answer.keep;
  if (!restoring) (stay ? entries.replace : entries.push)(answer.url.pathname + answer.url.search);
  nowShown();
  finish(scroll ?? [0, 0], restoring ? "" : answer.url.hash);
}

function nowShown() {
  shown = entries.currentKey();
  shownUrl = new URL(location.href);
}

/** A new release needs a new document: at once while nothing plays, and where the old scripts won't do. */
function mustReload(next) {
  const playing = document.querySelector("libitum-player[data-state=playing]");
  return isOtherRelease(next) && (!playing || bringsScripts(next));
}

/** Puts the page that is shown aside, for Back. */
function keep() {
  if (keepable) entries.keepPage(shown, takeSnapshot());
}

const samePage = (a, b) => a.pathname === b.pathname && a.search === b.search;

async function openFile(answer, sent) {
  if (sent) return saveFile(answer);
  await answer.response.body?.cancel();
  location.assign(answer.url);
}

/** Focus, scroll and words, once new content stands. */
function finish(scroll, hash = "") {
  document.dispatchEvent(new Event("libitum:page"));
  sayMessage(document.title);
  const jump = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  scrollTo({ left: scroll[0], top: scroll[1], behavior: "instant" });
  const asking = whoAsks();
  const heading = document.querySelector("main h1") ?? document.querySelector("main");
  focusOn(asking ?? jump ?? heading, !asking && !jump);
  if (jump && !asking) location.replace(hash); // this scrolls there, and makes it :target
}

function finishParts(parts) {
  document.dispatchEvent(new Event("libitum:page"));
  sayMessage("");
  if (document.activeElement === document.body) focusOn(whoAsks() ?? document.getElementById(parts[0]), true);
}

function whoAsks() {
  for (const selector of ASKING) {
    const found = document.querySelector(selector);
    if (found) return found;
  }
  return null;
}

function sayMessage(title) {
  const fresh = [...document.querySelectorAll("[data-message=\"\"]")];
  for (const message of fresh) message.dataset.message = "said";
  announce([...fresh.map((message) => message.textContent.trim()), title].filter(Boolean).join(". "));
}

function focusOn(element, preventScroll) {
  if (!element) return;
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll });
}

async function travelled(event) {
  const key = event.state?.libitum;
  if (!key) {
    entries.arrive(crypto.randomUUID()); // the browser jumped within the page and made an entry of its own
    entries.adopt();
    nowShown();
    return;
  }
  if (key === entries.currentKey()) return;
  visiting?.abort();
  const scroll = entries.scrollOf(key) ?? [0, 0];
  entries.arrive(key);
  if (key === shown) return; // on the way elsewhere, and back again
  if (samePage(location, shownUrl)) return void jumpBack(scroll);
  keep();
  const page = entries.takePage(key);
  if (!page) return void visit({ url: new URL(location.href), method: "GET", body: null }, { restoring: { scroll } });
  restoreSnapshot(page);
  keepable = true;
  nowShown();
  finish(scroll);
}

/** Between two places of one page. */
function jumpBack([left, top]) {
  nowShown();
  scrollTo({ left, top, behavior: "instant" });
}

function showWaiting(submitter) {
  const line = document.querySelector("[data-loading]");
  const timer = setTimeout(() => line && (line.hidden = false), PATIENCE);
  submitter?.setAttribute("aria-disabled", "true");
  return () => {
    clearTimeout(timer);
    if (line) line.hidden = true;
    submitter?.removeAttribute("aria-disabled");
  };
}

function showTrouble() {
  const box = document.querySelector("[data-page-trouble]");
  if (!box) return;
  box.hidden = false;
  box.querySelector("[data-page-trouble-text]").textContent = text("pageLost");
}

function hideTrouble() {
  document.querySelector("[data-page-trouble]")?.setAttribute("hidden", "");
}

function clicked(event) {
  if (event.target.closest?.("[data-page-retry]")) again?.();
  if (event.target.closest?.("[data-page-dismiss]")) hideTrouble();
  const url = visitForClick(event);
  if (!url) return;
  event.preventDefault();
  visit({ url, method: "GET", body: null }, { parts: partsOf(event.target.closest("a")) });
}

function submitted(event) {
  const wanted = visitForSubmit(event);
  if (!wanted) return;
  event.preventDefault();
  if (event.submitter?.getAttribute("aria-disabled") === "true") return; // it is on its way
  visit(wanted, { parts: partsOf(event.target), submitter: event.submitter });
}

/** `data-swap="id id"`: only these parts of the page are replaced when the answer is the same page. */
const partsOf = (element) => element.dataset.swap?.split(" ") ?? null;

entries.adopt();
addEventListener("scroll", () => entries.rememberScroll(), { passive: true });
addEventListener("pagehide", () => entries.storeScrolls());
addEventListener("popstate", travelled);
document.addEventListener("click", clicked);
document.addEventListener("submit", submitted);
