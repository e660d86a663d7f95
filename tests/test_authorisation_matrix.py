"""Who may do what at every address of a work, in every state it can be in."""

from collections.abc import Iterator
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse

from conftest import ON_POSTGRES
from libitum.accounts.models import User
from libitum.crawlers.services import make_carriers

from .authorisation.api import OPERATIONS, place
from .authorisation.endpoints import api_routes, described_routes, operations, pages
from .authorisation.pages import ALWAYS_THE_SAME, RULES
from .authorisation.rules import Outcome, Rule, outcome_of
from .authorisation.world import (
    ENDED_LINKS,
    FOR_PAGES,
    FOR_THE_API,
    LISTED,
    SECRETS,
    STATES,
    TITLE,
    Caller,
    World,
    build,
)

# Where nothing depends on the work, two states are enough; where nothing is named or listed, one more, in which it
# must not be told of.
FEW_STATES = ("public", "owner suspended")
SOME_STATES = (*FEW_STATES, "private")
# Who may do what is decided by the same querysets on both databases; on the second one every address is still asked.
WORLDS = ("public",) if ON_POSTGRES else tuple(STATES)
API = "/api/v1/"


@pytest.fixture
def people(alice: User, bob: User, charlie: User, mona: User) -> dict[str, User]:
    return {"alice": alice, "bob": bob, "charlie": charlie, "mona": mona}


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest, settings: LazySettings, people: dict[str, User]) -> World:
    settings.RATES = dict.fromkeys(settings.RATES, 10**6)
    make_carriers()
    return build(request.param, people)


Question = tuple[str, str, str, Rule, Caller]


def about_pages(world: World) -> Iterator[Question]:
    """What is asked in words, method, address, by which rule, by whom."""
    for name, methods in RULES.items():
        if name in ALWAYS_THE_SAME and world.state not in FEW_STATES:
            continue
        for method, rule in methods.items():
            if not rule.names_something and world.state not in SOME_STATES:
                continue
            for caller in meant(FOR_PAGES, rule):
                path = reverse(name, kwargs=rule.address(world, caller))
                yield f"{method} {name}", method, path, rule, caller


def about_the_api(world: World) -> Iterator[Question]:
    for operation, rule in OPERATIONS.items():
        method, path = operation.split()
        if not rule.names_something and "{" not in path and world.state not in SOME_STATES:
            continue
        whole = place(world, path)
        for caller in meant(FOR_THE_API, rule):
            yield operation, method, whole, rule, caller


def meant(callers: tuple[Caller, ...], rule: Rule) -> list[Caller]:
    """Whoever holds a link that is over matters where links are taken."""
    return [caller for caller in callers if rule.takes_secret or caller.link not in ENDED_LINKS]


def ask(world: World, caller: Caller, method: str, path: str, rule: Rule) -> HttpResponseBase:
    """Nothing that is done stays done, on either side."""
    client = world.client(caller, rule.needs)
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    data = rule.body(world, caller) if rule.body else ""
    body = urlencode(data) if isinstance(data, dict) else data
    with transaction.atomic():
        response = client.generic(method, path, body, rule.kind, headers=dict(rule.headers))
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def complaints(world: World, caller: Caller, rule: Rule, path: str, response: HttpResponseBase) -> Iterator[str]:
    outcome, expected = outcome_of(response), rule.judge(world, caller)
    if caller.key and caller.person and path.startswith(API) and not world.is_signed_in(caller):
        expected = {Outcome.SIGN_IN}
    if outcome not in expected:
        yield f"{outcome} ({response.status_code}), not {' or '.join(expected)}"
    body = response.getvalue().decode(errors="replace")
    told = body + str(dict(response.headers))
    if not world.sees(caller) and not (rule.of_their_own and caller.person == "alice"):
        yield from (f"tells “{secret}”" for secret in SECRETS if secret in told and secret not in path)
    listed = TITLE in body or world.track.get_absolute_url() in body
    if rule.lists and outcome == Outcome.IN and listed != (world.state in LISTED):
        yield f"{'lists' if listed else 'does not list'} the track"


def judge(world: World, questions: Iterator[Question]) -> list[str]:
    wrong = []
    for words, method, path, rule, caller in questions:
        query = rule.query(world, caller)
        whole = f"{path}?{urlencode(query)}" if query else path
        found = complaints(world, caller, rule, whole, ask(world, caller, method, whole, rule))
        wrong += [f"{words} as {caller.name}: {each}" for each in found]
    return wrong


def test_pages(world: World) -> None:
    wrong = judge(world, about_pages(world))
    assert not wrong, "\n".join(wrong)


def test_the_api(world: World) -> None:
    wrong = judge(world, about_the_api(world))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("world", ["public"], indirect=True)
def test_no_browser_keeps_what_is_for_one_person_alone(world: World) -> None:
    """Every page that sends strangers to the door. Bytes of sound may be kept for minutes, for seeking."""
    anybody = next(caller for caller in FOR_PAGES if not caller.person and not caller.link)
    owner, moderator = (caller_of(person) for person in ("alice", "mona"))
    closed = set()
    for name, method, path, rule, caller in about_pages(world):
        if method != "GET" or path.startswith("/media/") or caller not in (owner, moderator) or name in closed:
            continue
        if rule.judge(world, anybody) == {Outcome.IN}:
            continue
        response = ask(world, caller, method, path, rule)
        if response.status_code == HTTPStatus.OK:
            closed.add(name)
            assert "no-store" in response.headers.get("Cache-Control", ""), f"{name} as {caller.name}"
    assert len(closed) > 30


def caller_of(person: str) -> Caller:
    """Signed in, with no link in hand."""
    return next(each for each in FOR_PAGES if each.person == person and not each.key and not each.link)


def test_every_page_has_a_rule() -> None:
    missing = sorted(pages() - set(RULES))
    assert not missing, f"Say in tests/authorisation/pages.py who may do what at: {', '.join(missing)}"


def test_every_operation_has_a_rule() -> None:
    missing = sorted(operations() - set(OPERATIONS))
    assert not missing, f"Say in tests/authorisation/api.py who may do what with: {', '.join(missing)}"


def test_every_route_of_the_api_is_described() -> None:
    assert api_routes() - described_routes() == set()
