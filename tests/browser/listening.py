"""What a person does with the player, and what they see and hear of it."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

PLAYER = "libitum-player"
# The module is in the page already; importing it again gives the same one.
ATTACH = """async () => {
  const app = document.querySelector('script[src*="/js/app"]').src;
  self.listened ??= (await import(new URL('player/player.js', app))).player;
}"""
STATE = """() => ({
  uid: listened.entry?.uid ?? null, position: listened.position, sounding: listened.sounding, wanted: listened.wanted,
  queue: listened.queue.entries.map((entry) => entry.uid), volume: listened.volume, muted: listened.muted,
  repeat: listened.queue.repeat, shuffled: listened.queue.shuffled, gapless: listened.gapless,
})"""
# The place comes with the answer: asked for afterwards, it would be later by as much as the machine is slow.
HEARD = """([uid, after]) => listened.entry?.uid === uid && listened.sounding && listened.position > after
  && listened.position"""


class Listener:
    """A person before a page with the player."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def state(self) -> Mapping[str, Any]:
        self.page.evaluate(ATTACH)
        return dict(self.page.evaluate(STATE))

    def press_play(self, uid: str) -> None:
        self.page.locator(f"button[data-play='{uid}']").first.click()

    def hears(self, uid: str, *, after: float = 0.0) -> float:
        """Waits until this track sounds at a place later than `after` seconds; returns the place."""
        self.page.evaluate(ATTACH)
        return float(self.page.wait_for_function(HEARD, arg=[uid, after]).json_value())

    def hears_on(self) -> None:
        """The sound goes on from where it is now, by at least half a second."""
        now = self.state
        self.hears(now["uid"], after=now["position"] + 0.5)

    def hears_nothing(self) -> None:
        expect(self.page.locator(PLAYER)).to_have_attribute("data-state", "paused")

    def part(self, name: str) -> Locator:
        return self.page.locator(f"{PLAYER} [data-player='{name}']")
