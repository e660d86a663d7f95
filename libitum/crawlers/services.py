"""Every write: the operator's words, the versions of what is said, and the works that are open."""

import hashlib

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from libitum.catalog.models import Track
from libitum.catalog.services import set_trainable
from libitum.ledger.log import published_log
from libitum.ledger.services import append_one
from libitum.policy import ROBOTS_PATH, RSL_PATH, RSL_TYPE, TDM_POLICY_PATH, TDMREP_PATH
from libitum.rights.names import name_of_work
from libitum.rights.selectors.opening import may_be_open, open_to_everybody

from .agents import Category, check_name, parse_agents
from .document import as_bytes, digest_of, document
from .machine_files import rsl_xml, tdm_policy_json, tdmrep_json
from .models import AgentChoice, AgentList, Carrier, CategorySwitch, SignalSet, Treatment, WorkSignal
from .robots import robots_txt
from .selectors import closed_categories, current_set, listed_agents, newest_list, open_works

TEXT, JSON, JSON_LD = "text/plain; charset=utf-8", "application/json", "application/ld+json"
AT_ONCE = 500


@transaction.atomic
def publish_signals() -> SignalSet:
    """What is said now, as a version of its own with its hash in the log, unless it is what was said before.

    The files that carry it are made in the same breath, so that what is served is what is on record.
    """
    newest = SignalSet.objects.select_for_update().order_by("-number").first()
    listed = listed_agents()
    closed = sorted((row.agent.name for row in listed if row.is_closed), key=str.lower)
    data = as_bytes(document([row.agent for row in listed], closed, sorted(closed_categories())))
    if newest is not None and newest.sha256 == digest_of(data):
        return newest
    number = newest.number + 1 if newest else 1
    digest = published_log().publish_file(data)
    entry = append_one(type="signals.publish", body={"number": number, "sha256": digest})
    made = SignalSet.objects.create(number=number, sha256=digest, document=data.decode(), entry=entry)
    make_carriers()
    return made


@transaction.atomic
def make_carriers() -> None:
    """The files for machines, with the works that are open now."""
    # Whoever else opens a work at this moment waits here, and then sees ours.
    kept = {row.path: row for row in Carrier.objects.select_for_update()}
    closed = sorted((row.agent.name for row in listed_agents() if row.is_closed), key=str.lower)
    works = open_works()
    for path, kind, body in (
        (ROBOTS_PATH, TEXT, robots_txt(closed, works)),
        (TDMREP_PATH, JSON, tdmrep_json(works)),
        (TDM_POLICY_PATH, JSON_LD, tdm_policy_json()),
        (RSL_PATH, RSL_TYPE, rsl_xml(works)),
    ):
        row = kept.get(path)
        if row is None or (row.body, row.content_type) != (body, kind):
            values = {"body": body, "content_type": kind, "made_at": timezone.now()}
            Carrier.objects.update_or_create(path=path, defaults=values)


@transaction.atomic
def settle_works(works: "QuerySet[Track] | None" = None) -> int:
    """Open and close the carriers of works as their holders' words have it now; how many changed."""
    tracks = Track.objects.all() if works is None else Track.objects.filter(pk__in=works.order_by().values("pk"))
    keys = list(may_be_open(tracks).values_list("pk", flat=True))
    changed = sum(settle_some(keys[start : start + AT_ONCE]) for start in range(0, len(keys), AT_ONCE))
    if changed:
        make_carriers()
    return changed


def settle_some(keys: list[int]) -> int:
    tracks = list(Track.objects.select_for_update(of=("self",)).filter(pk__in=keys).select_related("artist"))
    opened = open_to_everybody(tracks)
    changing = [track for track in tracks if (track.pk in opened) != (track.trainable_since is not None)]
    for track in changing:
        settle(track, is_open=track.pk in opened)
    return len(changing)


def settle(track: Track, *, is_open: bool) -> None:
    now = timezone.now()
    set_trainable(track=track, since=now if is_open else None)
    entry = append_one(type="signals.work", body={"work": name_of_work(track), "open": is_open})
    WorkSignal.objects.create(track=track, is_open=is_open, at=now, entry=entry)


@transaction.atomic
def update_agents(*, text: str, source: str = "") -> AgentList:
    """A newer list, in the form of ai.robots.txt's `robots.json`. Raises AgentListError, and changes nothing then."""
    parse_agents(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    newest = newest_list()
    if newest is not None and newest.sha256 == digest:
        return newest
    made = AgentList.objects.create(text=text, sha256=digest, source=source[:200])
    publish_signals()
    return made


@transaction.atomic
def switch_category(*, category: Category, closed: bool) -> None:
    CategorySwitch.objects.update_or_create(category=category, defaults={"closed": closed})
    publish_signals()


@transaction.atomic
def choose_for_agent(*, name: str, treatment: Treatment | None, why: str = "") -> None:
    """Before its category; None: as its category again. Raises AgentListError for what can't stand in robots.txt."""
    if treatment is None:
        AgentChoice.objects.filter(name=name).delete()
    else:
        check_name(name)
        values = {"treatment": treatment, "why": why[:200], "said_at": timezone.now()}
        AgentChoice.objects.update_or_create(name=name, defaults=values)
    publish_signals()


def ensure_signals() -> None:
    """After an installation, an update, or a change of the instance's address."""
    if current_set() is None or not Carrier.objects.exists():
        make_carriers()
    publish_signals()
