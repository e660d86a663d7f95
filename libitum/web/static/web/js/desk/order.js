// <libitum-order>: tracks of a release, moved up, down and out by buttons, or dragged. The order of the hidden
// fields is what the form sends.

import { announce } from "../text.js";

class Order extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    for (const row of this.rows()) row.draggable = true;
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.carry(event));
    this.addEventListener("dragend", () => this.putDown());
  }

  rows() {
    return [...this.list.querySelectorAll(".order-row")];
  }

  pressed(event) {
    const button = event.target.closest("button[name=up], button[name=down], button[name=drop]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest(".order-row");
    if (button.name === "up") row.previousElementSibling?.before(row);
    if (button.name === "down") row.nextElementSibling?.after(row);
    if (button.name === "drop") return this.drop(row);
    button.focus();
    this.settle(row);
  }

  drop(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    next?.querySelector("button")?.focus();
    this.settle();
  }

  lift(event) {
    this.carried = event.target.closest(".order-row");
    if (!this.carried) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.carried.dataset.title);
    this.carried.classList.add("is-carried");
  }

  carry(event) {
    const under = event.target.closest(".order-row");
    if (!this.carried || !under) return;
    event.preventDefault();
    if (under === this.carried) return;
    const box = under.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) under.before(this.carried);
    else under.after(this.carried);
  }

  putDown() {
    this.carried?.classList.remove("is-carried");
    if (this.carried) this.settle(this.carried);
    this.carried = null;
  }

  settle(row) {
    const rows = this.rows();
    rows.forEach((each, index) => (each.querySelector(".contents-number").textContent = index + 1));
    if (!row) return;
    announce(this.dataset.moved.replace("{title}", row.dataset.title).replace("{number}", rows.indexOf(row) + 1));
  }
}

customElements.define("libitum-order", Order);
