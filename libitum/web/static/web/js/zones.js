// Times on the person's own clock. <libitum-zone> holds a day-and-time box and, hidden, how many minutes its clock
// is ahead of UTC on that day; <libitum-time> holds a <time> whose words are UTC until this has run.

const zoneName = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

const ahead = (date) => -date.getTimezoneOffset();

function spoken(minutes) {
  const sign = minutes < 0 ? "−" : "+";
  const [h, m] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${sign}${h}${m ? `:${String(m).padStart(2, "0")}` : ""}`;
}

const pad = (number) => String(number).padStart(2, "0");

const boxValue = (date) =>
  `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;

class Zone extends HTMLElement {
  connectedCallback() {
    const [clock, offset] = this.querySelectorAll("input");
    // An empty offset means that the server wrote UTC; a filled one, that the person's own words came back.
    if (clock.value && !offset.value) clock.value = boxValue(new Date(`${clock.value.slice(0, 16)}Z`));
    clock.addEventListener("input", () => this.settle(clock, offset));
    this.settle(clock, offset);
  }

  settle(clock, offset) {
    const date = clock.value ? new Date(clock.value) : new Date();
    const minutes = ahead(date); // by the date, for summer time
    offset.value = clock.value ? minutes : "";
    const zone = [zoneName(), spoken(minutes)].filter(Boolean).join(", ");
    this.querySelector("[data-zone]").textContent = this.dataset.local.replace("{zone}", zone);
  }
}

class Time extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.getTime())) return;
    const style = { dateStyle: "medium", timeStyle: "short" };
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, style).format(date);
    time.title = zoneName();
  }
}

customElements.define("libitum-zone", Zone);
customElements.define("libitum-time", Time);
