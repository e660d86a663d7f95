// The small player on other sites' pages. Without it the browser's own controls stand there.

const box = document.querySelector("[data-embed]");
const audio = box.querySelector("audio");
const own = box.querySelector(".embed-own");
const button = own.querySelector("button");
const range = own.querySelector("input");
const time = own.querySelector(".embed-time");
const bars = own.querySelector(".bars");
const clock = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

let dragging = false;

function refresh() {
  const playing = !audio.paused;
  own.dataset.state = playing ? "playing" : "";
  button.setAttribute("aria-label", playing ? box.dataset.pause : box.dataset.play);
  if (!dragging) range.value = String(audio.currentTime * 1000);
  const words = `${clock(Number(range.value))} / ${time.dataset.total}`;
  time.textContent = words;
  range.setAttribute("aria-valuetext", words);
  own.style.setProperty("--heard", String(Number(range.value) / Number(range.max || 1)));
}

function seek() {
  dragging = false;
  audio.currentTime = Number(range.value) / 1000;
  refresh();
}

button.addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
range.addEventListener("input", () => {
  dragging = true;
  refresh();
});
range.addEventListener("change", seek);
for (const type of ["play", "pause", "ended", "timeupdate", "seeked"]) audio.addEventListener(type, refresh);
audio.addEventListener("error", () => {
  own.hidden = true; // the browser's own controls say what is wrong
  audio.hidden = false;
});

if (bars) {
  const heard = bars.cloneNode(true);
  heard.classList.add("is-heard");
  bars.after(heard);
}
audio.hidden = true;
own.hidden = false;
refresh();
