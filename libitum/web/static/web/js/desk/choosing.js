// <libitum-choosing>: a box that chooses all the boxes of a list, and says how many are chosen.

class Choosing extends HTMLElement {
  connectedCallback() {
    this.all = this.querySelector("[data-all]");
    this.count = this.querySelector("[data-count]");
    this.plain = this.count.textContent;
    this.addEventListener("change", (event) => {
      if (event.target === this.all) for (const box of this.boxes()) box.checked = this.all.checked;
      this.settle();
    });
    this.settle();
  }

  boxes() {
    return [...this.querySelectorAll("input[name=track]")];
  }

  settle() {
    const boxes = this.boxes();
    const chosen = boxes.filter((box) => box.checked).length;
    this.all.checked = chosen > 0 && chosen === boxes.length;
    this.all.indeterminate = chosen > 0 && chosen < boxes.length;
    this.count.textContent = chosen ? this.count.dataset.words.replace("{number}", chosen) : this.plain;
  }
}

customElements.define("libitum-choosing", Choosing);
