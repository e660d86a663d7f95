// The words of uploading come from the page that has its form, in its language; elsewhere they are asked for.

let words = {};
let csrfToken = "";
let language = "";

/** Takes the words and the token of a page that brings them. */
export function adoptWords(host) {
  words = JSON.parse(host.querySelector("#upload-words").textContent);
  csrfToken = host.dataset.token;
  language = document.documentElement.lang;
}

/** Asks the server for words in the language shown now, and for a token that is valid now. */
export async function refreshWords() {
  const response = await fetch("/upload/words", { headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error" });
  if (!response.ok) return;
  const answer = await response.json();
  words = answer.words;
  csrfToken = answer.token;
  language = document.documentElement.lang;
}

export const token = () => csrfToken;

export const isOtherLanguage = () => Object.keys(words).length > 0 && language !== document.documentElement.lang;

/** The words called `name`, with `{placeholders}` filled in. */
export function say(name, values = {}) {
  return (words[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

const STEP = 1024;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** A number of bytes as people read it, counted by 1024 as everywhere on the site. */
export function bytes(number) {
  let value = number;
  let unit = 0;
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit += 1;
  }
  const digits = unit > 1 && value < 100 ? 1 : 0;
  const options = { style: "unit", unit: UNITS[unit], unitDisplay: "short", maximumFractionDigits: digits, minimumFractionDigits: digits };
  return new Intl.NumberFormat(language || undefined, options).format(value);
}

/** A part of 1 as a whole percentage; only what is whole is 100. */
export function percent(part) {
  const whole = part >= 1 ? 1 : Math.min(0.99, part);
  return new Intl.NumberFormat(language || undefined, { style: "percent" }).format(Math.floor(whole * 100) / 100);
}
