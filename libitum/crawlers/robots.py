"""robots.txt: RFC 9309, with `Content-Usage` (AIPREF attach-05), `Content-Signal`, and RSL's `License`.

Rules stand in an order that first-match readers (Python's own) and longest-match readers (RFC 9309) read alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from libitum.policy import HISTORY_PATH, RSL_PATH, TDMREP_PATH, policy

# What is somebody's own, or one of endlessly many addresses. Secret links are kept out by their pages' own headers.
CLOSED = ("/accounts/", "/media/k/", "/moderation", "/my/", "/operator/", "/search", "/settings", "/upload")
# Whoever is asked to stay away may still read why.
READABLE = (HISTORY_PATH, RSL_PATH, TDMREP_PATH)
SITEMAP = "/sitemap.xml"
SIGNAL = "search=yes, ai-input=no, ai-train=no"
SIGNAL_OF_CLOSED = "search=no, ai-input=no, ai-train=no"
TRAINING_CLOSED = "train-ai=n"
# Readers may leave unread what lies beyond (RFC 9309, section 2.5), which would be rules that close.
LARGEST = 500 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class OpenWork:
    """A work everybody may train on. `page`: its address, which others' may begin with."""

    uid: str
    page: str

    @property
    def paths(self) -> tuple[str, ...]:
        """Patterns of RFC 9309: the page alone, and what lies under its own id."""
        return (
            f"{self.page}$",
            f"/api/v1/tracks/{self.uid}$",
            f"/embed/{self.uid}$",
            f"/media/t/{self.uid}/",
            f"/tracks/{self.uid}/download$",
        )


def robots_txt(closed_agents: Sequence[str], works: Iterable[OpenWork] = ()) -> str:
    """`closed_agents`: names that are asked to stay away from all but `works`; of these the first that fit."""
    size = smallest = len(written(closed_agents, []).encode())
    named: list[str] = []
    for work in works:
        size += len(written(closed_agents, work.paths).encode()) - smallest
        if size > LARGEST:
            break
        named += work.paths
    return written(closed_agents, named)


def written(closed_agents: Sequence[str], opened: Sequence[str]) -> str:
    everybody = [f"Disallow: {path}" for path in CLOSED]
    everybody += ["Allow: /", f"Content-Usage: {policy().content_usage}", *usage_of(opened)]
    groups = [["User-agent: *", *everybody, f"Content-Signal: {SIGNAL}"]]
    if closed_agents:
        allowed = [f"Allow: {path}" for path in (*READABLE, *opened)]
        asked = [*allowed, "Disallow: /", f"Content-Usage: {TRAINING_CLOSED}", *usage_of(opened)]
        groups.insert(0, [*(f"User-agent: {name}" for name in closed_agents), *asked, signal_of_closed()])
    files = [f"License: {settings.BASE_URL}{RSL_PATH}", f"Sitemap: {settings.BASE_URL}{SITEMAP}"]
    return "\n\n".join("\n".join(lines) for lines in [*groups, files]) + "\n"


def signal_of_closed() -> str:
    return f"Content-Signal: {SIGNAL_OF_CLOSED}"


def usage_of(opened: Iterable[str]) -> list[str]:
    usage = policy(is_open=True).content_usage
    return [f"Content-Usage: {path} {usage}" for path in opened]
