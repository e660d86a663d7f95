// Whoever signs out, or whose session has ended, leaves nothing on the device of what they had lined up. What sounds goes on.

import { player } from "./player.js";
import { recall, remember } from "./store.js";

const NAME = "account"; // "in" or "out", as the last page said

function look() {
  const account = document.querySelector("[data-account]")?.dataset.account;
  if (!account) return;
  if (account === "out" && recall(NAME) === "in") player.edit((queue) => (player.wanted ? queue.keepCurrent() : queue.clear()));
  remember(NAME, account);
}

look();
document.addEventListener("libitum:page", look);
