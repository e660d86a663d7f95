// A small line on every other page that tells how the uploads are getting on.

import { clock } from "../text.js";
import { queue } from "./queue.js";
import { isOtherLanguage, percent, refreshWords, say } from "./words.js";

const PAGES = "libitum-uploads, libitum-import"; // that show the list themselves

let line = null;
let dismissed = false;

function make() {
  line = document.createElement("aside");
  line.className = "upload-line";
  line.dataset.persist = "";
  line.innerHTML = '<progress max="1000"></progress><a href="/upload"></a><button type="button" class="link-button"></button>';
  line.querySelector("button").addEventListener("click", () => {
    dismissed = true;
    update();
  });
  document.body.append(line);
}

function wordsNow() {
  const { part, secondsLeft } = queue.progress;
  const values = { percent: percent(part), left: clock(secondsLeft) };
  if (!queue.open.length) return say(queue.transfers.some(({ state }) => state === "failed") ? "line_failed" : "line_done");
  if (!queue.underWay.length) return say("line_halted", values);
  return say(secondsLeft === null ? "line_first" : "line_sending", values);
}

function update() {
  if (!queue.transfers.length && !line) return;
  if (!line) make();
  if (queue.open.length) dismissed = false;
  line.hidden = dismissed || !queue.transfers.length || document.querySelector(PAGES) !== null;
  line.setAttribute("aria-label", say("line_link"));
  line.querySelector("progress").value = Math.floor(queue.progress.part * 1000);
  line.querySelector("progress").setAttribute("aria-label", say("line_link"));
  line.querySelector("a").textContent = wordsNow();
  line.querySelector("button").textContent = say("line_close");
  line.querySelector("button").hidden = queue.open.length > 0;
}

let due = false;

/** At most once a frame, however many bytes go by. */
function soon() {
  if (due) return;
  due = true;
  setTimeout(() => {
    due = false;
    update();
  }, 200);
}

queue.addEventListener("change", soon);
document.addEventListener("libitum:page", async () => {
  if (isOtherLanguage()) await refreshWords().catch(() => {}); // the former words do until the next page
  update();
});
