// <libitum-suggest>: fills a <datalist> with artist pages of this instance as one types. The box works without it.

const PAUSE = 200; // ms of silence before asking
const ENOUGH = 2; // characters

class Suggest extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.querySelector("datalist");
    this.input.setAttribute("list", this.list.id);
    this.input.setAttribute("autocomplete", "off");
    this.input.addEventListener("input", () => this.later());
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(this.input.value.trim()), PAUSE);
  }

  async ask(words) {
    this.asking?.abort();
    if (words.length < ENOUGH) return;
    const { signal } = (this.asking = new AbortController());
    const artists = await suggestions(`${this.dataset.from}?q=${encodeURIComponent(words)}`, signal);
    if (signal.aborted) return; // something else is asked by now
    this.list.replaceChildren(...artists.map(({ slug, name }) => Object.assign(new Option(name, slug), { label: name })));
  }
}

/** None where the answer, or a part of it, doesn't come: the address can be typed. */
async function suggestions(url, signal) {
  try {
    const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).artists : [];
  } catch {
    return [];
  }
}

customElements.define("libitum-suggest", Suggest);
