"""What this instance says to machines about the music: the one source of every carrier.

Syntax: AIPREF vocab-07 and attach-05 (`Content-Usage`), TDMRep (`tdm-reservation`, `tdm-policy`), RSL 1.0 (`Link`),
robots tags `noai` and `noimageai`. See docs/rights/signals.md.
"""

from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.http import HttpRequest

ROBOTS_PATH = "/robots.txt"
RSL_PATH = "/rsl.xml"
RSL = "https://rslstandard.org/rsl"
RSL_TYPE = "application/rsl+xml"
TDMREP_PATH = "/.well-known/tdmrep.json"
# Its number is raised when its text changes: what was signalled under one address stays what it was.
TDM_POLICY_PATH = "/policies/tdm/1"
HISTORY_PATH = "/policies/"
NO_AI = ("noai", "noimageai")
NOT_INDEXED = ("noindex",)
# Every header of the set, for whoever must let them through.
HEADERS = ("Content-Usage", "tdm-reservation", "tdm-policy", "X-Robots-Tag", "Link")


@dataclass(frozen=True)
class Policy:
    """`is_open`: everybody may train on it, by the signed word of its holders (`share.public`), and nothing less.

    `indexed`: search engines may show it.
    """

    is_open: bool = False
    indexed: bool = True

    @cached_property
    def content_usage(self) -> str:
        return f"train-ai={yes_or_no(self.is_open)}, search={yes_or_no(self.indexed)}"

    @property
    def tdm_reservation(self) -> int:
        return 0 if self.is_open else 1

    @property
    def tdm_policy(self) -> str:
        """Empty where nothing is reserved."""
        return "" if self.is_open else address(TDM_POLICY_PATH)

    @cached_property
    def robots(self) -> tuple[str, ...]:
        return (() if self.indexed else NOT_INDEXED) + (() if self.is_open else NO_AI)

    @property
    def licence(self) -> str:
        return address(RSL_PATH)

    @cached_property
    def headers(self) -> dict[str, str]:
        """Of a response; `X-Robots-Tag` and `Link` are joined to what the response says itself."""
        found = {"Content-Usage": self.content_usage, "tdm-reservation": str(self.tdm_reservation)}
        if self.tdm_policy:
            found["tdm-policy"] = self.tdm_policy
        if self.robots:
            found["X-Robots-Tag"] = ", ".join(self.robots)
        return {**found, "Link": f'<{self.licence}>; rel="license"; type="{RSL_TYPE}"'}

    @property
    def metas(self) -> dict[str, str]:
        """Of a page, by name; what keeps it out of indexes stands in a meta of its own."""
        found = {"robots": "" if self.is_open else ", ".join(NO_AI), "tdm-reservation": str(self.tdm_reservation)}
        return {name: value for name, value in {**found, "tdm-policy": self.tdm_policy}.items() if value}

    @property
    def tags(self) -> dict[str, str]:
        """Of a file of sound."""
        found = {"TDM-RESERVATION": str(self.tdm_reservation), "AI-USAGE": f"train-ai={yes_or_no(self.is_open)}"}
        return {**found, "TDM-POLICY": self.tdm_policy} if self.tdm_policy else found

    @property
    def usages(self) -> tuple[tuple[str, str], ...]:
        """RSL's verbs with its names of uses."""
        return (("permits", "all"),) if self.is_open else (("permits", "search"), ("prohibits", "ai-all"))

    @property
    def document(self) -> dict[str, str | int | None]:
        """For the API, oEmbed and whatever else is JSON."""
        return {
            "content_usage": self.content_usage,
            "tdm_reservation": self.tdm_reservation,
            "tdm_policy": self.tdm_policy or None,
            "licence": self.licence,
        }


def yes_or_no(value: bool) -> str:
    return "y" if value else "n"


def address(path: str) -> str:
    return settings.BASE_URL + path


@cache
def policy(*, is_open: bool = False, indexed: bool = True) -> Policy:
    """One of four, kept: what they say is put together once per process."""
    return Policy(is_open, indexed)


def declare(request: HttpRequest, said: Policy) -> None:
    """What is answered to this request is a work of its own, or no page for search engines."""
    request.machine_policy = said  # type: ignore[attr-defined]


def declared(request: HttpRequest) -> Policy:
    return getattr(request, "machine_policy", None) or policy()


def keep_out_of_indexes(request: HttpRequest) -> None:
    declare(request, policy(is_open=declared(request).is_open, indexed=False))
