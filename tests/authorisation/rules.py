"""What a rule is: how an address is asked, and what must come of it for each caller."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.http import HttpResponseBase

from .world import ANYBODY, LINK, LISTED, OWNER, SEES, SEES_ARTIST, Caller, World


class Outcome(StrEnum):
    """`IN`: the address did, or would do, what it is for; a body found wrong counts as in."""

    IN = "in"
    HIDDEN = "not found"
    FORBIDDEN = "forbidden"
    SIGN_IN = "sign in"
    REFUSED = "method not allowed"
    FAULT = "our fault"


STATUS = {401: Outcome.SIGN_IN, 403: Outcome.FORBIDDEN, 404: Outcome.HIDDEN, 405: Outcome.REFUSED}
REDIRECTS = range(300, 400)


def outcome_of(response: HttpResponseBase) -> Outcome:
    status = response.status_code
    if status in REDIRECTS and "/accounts/login/" in response.headers.get("Location", ""):
        return Outcome.SIGN_IN
    return Outcome.FAULT if status >= 500 else STATUS.get(status, Outcome.IN)


Judge = Callable[[World, Caller], set[Outcome]]
Values = Callable[[World, Caller], Any]


def nothing(_world: World, _caller: Caller) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Rule:
    """`address`: the values of the route's parameters. `needs`: the permission that a program's key must have.

    `lists`: the answer shows the track to everybody who is let in, exactly where it is listed.
    `takes_secret`: a link may open it. `of_their_own`: it tells people of their own works alone.
    """

    judge: Judge
    address: Values = nothing
    query: Values = nothing
    body: Values | None = None
    kind: str = "application/x-www-form-urlencoded"
    needs: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    lists: bool = False
    takes_secret: bool = False
    of_their_own: bool = False

    @property
    def names_something(self) -> bool:
        """In its parameters or body, or because it lists what there is."""
        return self.lists or self.body is not None or self.address is not nothing or self.query is not nothing


def everybody(_world: World, _caller: Caller) -> set[Outcome]:
    return {Outcome.IN}


def either(_world: World, caller: Caller) -> set[Outcome]:
    """For who isn't signed in, or for who is: each is sent to the other door."""
    return {Outcome.IN, Outcome.SIGN_IN}


def nobody(_world: World, _caller: Caller) -> set[Outcome]:
    return {Outcome.HIDDEN}


def whoever_sees(table: dict[str, set[str]]) -> Judge:
    return lambda world, caller: {Outcome.IN if world.sees(caller, table) else Outcome.HIDDEN}


# `by_link`: the caller's secret link is asked; elsewhere it opens nothing.
by_link = whoever_sees(SEES)
seers_of_the_artist = whoever_sees(SEES_ARTIST)


def seers(world: World, caller: Caller) -> set[Outcome]:
    return by_link(world, replace(caller, roles=caller.roles - {LINK}))


def everybody_if_listed(world: World, _caller: Caller) -> set[Outcome]:
    return {Outcome.IN if world.state in LISTED else Outcome.HIDDEN}


def everybody_if_the_page_is_listed(world: World, _caller: Caller) -> set[Outcome]:
    return {Outcome.IN if ANYBODY in SEES_ARTIST[world.state] else Outcome.HIDDEN}


def a_list(world: World, _caller: Caller) -> set[Outcome]:
    """With nothing in it, it may as well not be there."""
    return {Outcome.IN} if world.state in LISTED else {Outcome.IN, Outcome.HIDDEN}


def signed_in(world: World, caller: Caller) -> set[Outcome]:
    return {Outcome.IN if world.is_signed_in(caller) else Outcome.SIGN_IN}


def owner_alone(world: World, caller: Caller) -> set[Outcome]:
    """On the artist's own side the works of others aren't there at all."""
    if not world.is_signed_in(caller):
        return {Outcome.SIGN_IN}
    return {Outcome.IN if OWNER in caller.roles else Outcome.HIDDEN}


def owner_of_a_recording(world: World, caller: Caller) -> set[Outcome]:
    return owner_alone(world, caller) - (set() if world.master else {Outcome.IN}) or {Outcome.HIDDEN}


def whose(*people: str) -> Judge:
    """Nobody's, when nobody is named."""

    def judge(world: World, caller: Caller) -> set[Outcome]:
        if not world.is_signed_in(caller):
            return {Outcome.SIGN_IN}
        return {Outcome.IN if caller.person in people else Outcome.HIDDEN}

    return judge


def listeners(world: World, caller: Caller) -> set[Outcome]:
    """Somebody signed in who sees the track; what is taken down takes no comments."""
    if seers(world, caller) != {Outcome.IN}:
        return {Outcome.HIDDEN}
    return {Outcome.FORBIDDEN} if "taken down" in world.state else signed_in(world, caller)


def seers_signed_in(world: World, caller: Caller) -> set[Outcome]:
    """Who isn't signed in is sent to the door before anything is looked at."""
    if not world.is_signed_in(caller):
        return {Outcome.SIGN_IN}
    return seers(world, caller)


def hearers(world: World, caller: Caller) -> set[Outcome]:
    return by_link(world, caller) if world.master else {Outcome.HIDDEN}


def downloads(world: World, caller: Caller) -> set[Outcome]:
    """The original is its artist's alone where it isn't offered."""
    is_owner = OWNER in caller.roles and world.sees(caller)
    return {Outcome.IN if is_owner and world.master else Outcome.HIDDEN}


def ready(_world: World, _caller: Caller) -> set[Outcome]:
    """No worker runs in a test, and readiness says so."""
    return {Outcome.IN, Outcome.FAULT}


def to_the_door(_world: World, _caller: Caller) -> set[Outcome]:
    """Everybody ends at the page for signing in."""
    return {Outcome.SIGN_IN}


def moderators(_world: World, caller: Caller) -> set[Outcome]:
    """For everybody else it isn't there."""
    return {Outcome.IN if caller.person == "mona" else Outcome.HIDDEN}
