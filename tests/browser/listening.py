"""What a person does with the player, and what they see and hear of it."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

PLAYER = "libitum-player"
STATE = """async () => {
  const { player } = await import(document.querySelector('script[src*="/js/app"]').src.replace('app.js', 'player/player.js'));
  return {
    uid: player.entry?.uid ?? null, position: player.position, sounding: player.sounding, wanted: player.wanted,
    queue: player.queue.entries.map((entry) => entry.uid), volume: player.volume, muted: player.muted,
    repeat: player.queue.repeat, shuffled: player.queue.shuffled, gapless: player.gapless,
  };
}"""


class Listener:
    """A person before a page with the player."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def state(self) -> Mapping[str, Any]:
        return dict(self.page.evaluate(STATE))

    def press_play(self, uid: str) -> None:
        self.page.locator(f"button[data-play='{uid}']").first.click()

    def hears(self, uid: str, *, after: float = 0.0) -> float:
        """Waits until this track sounds at a place later than `after` seconds; returns the place."""
        self.page.wait_for_function(
            f"""async ([uid, after]) => {{
              const state = await ({STATE})();
              return state.uid === uid && state.sounding && state.position > after;
            }}""",
            arg=[uid, after],
        )
        return float(self.state["position"])

    def hears_on(self) -> None:
        """The sound goes on from where it is now, by at least half a second."""
        now = self.state
        self.hears(now["uid"], after=now["position"] + 0.5)

    def part(self, name: str) -> Any:
        return self.page.locator(f"{PLAYER} [data-player='{name}']")
