// Which clicks and submissions the site answers itself, and which belong to the browser.

const BROWSERS_OWN = /^\/(admin|api|static|media)(\/|$)/;

/** The URL to visit for a click, or null when the browser shall handle it. */
export function visitForClick(event) {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target.closest?.("a[href]");
  if (!link || typeof link.href !== "string" || !isOurs(link, link.target)) return null;
  if (link.hasAttribute("download") || /\bexternal\b/.test(link.rel)) return null;
  const url = new URL(link.href);
  if (!isPage(url) || isJump(url)) return null;
  return url;
}

/** What a submission asks for: `{url, method, body}`, or null when the browser shall handle it. */
export function visitForSubmit(event) {
  const { target: form, submitter } = event;
  const attribute = (name) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? "";
  if (event.defaultPrevented || !isOurs(form, attribute("target"))) return null;
  const method = (attribute("method") || "get").toUpperCase();
  const url = new URL(attribute("action") || location.href, document.baseURI);
  url.hash = "";
  if (!["GET", "POST"].includes(method) || !isPage(url)) return null;
  const data = new FormData(form, submitter);
  if (method === "GET") {
    url.search = String(encoded(data));
    return { url, method, body: null };
  }
  const multipart = attribute("enctype") === "multipart/form-data";
  return { url, method, body: multipart ? data : encoded(data) };
}

const encoded = (data) => new URLSearchParams([...data].map(([name, value]) => [name, value.name ?? value]));

const isOurs = (element, target) => (!target || target === "_self") && !element.closest("[data-native]");

const isPage = (url) => url.origin === location.origin && !BROWSERS_OWN.test(url.pathname);

/** A jump within the page that is shown. */
const isJump = (url) => url.hash !== "" && url.pathname === location.pathname && url.search === location.search;
