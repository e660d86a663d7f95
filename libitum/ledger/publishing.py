"""What the log writes about itself: schemas, the daily heartbeat, a new key."""

import os
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum_verify.canonical import Json, parse

from .appending import append
from .errors import BadKey, LogClosed
from .files import write_durably
from .keys import VARIABLE, SigningKey, has_key, key_file, load_key, new_key, parse_key, save_key
from .log import PublishedLog, published_log
from .models import Entry
from .positions import make_commits_durable, positioned
from .registry import EntryType, entry_types


def publish_schemas(log: PublishedLog) -> None:
    """A schema's entry stands before the first entry of its type; the file before the entry that names it."""
    known = entry_types()
    published = published_schemas()
    for each in known.values():
        if published.get((each.name, each.version), each.sha256) != each.sha256:
            raise LogClosed(
                _("The form of %(type)s %(version)d is not the one published: a changed form needs a new version.")
                % {"type": each.name, "version": each.version}
            )
    missing = [t for t in known.values() if (t.name, t.version) not in published]
    # The schema of schemas goes first: it describes its own entry.
    missing.sort(key=lambda t: (t.name != "schema.publish", t.name))
    for entry_type in missing:
        log.publish_file(entry_type.published)
    if missing:
        make_commits_durable()
        with transaction.atomic(durable=True):
            put_first(missing)
    for entry_type in known.values():
        log.publish_file(entry_type.published)


def published_schemas() -> dict[tuple[str, int], str]:
    """Name and version -> the SHA-256 of the form."""
    bodies = Entry.objects.filter(type="schema.publish").values_list("body", flat=True)
    entries = [parse(bytes(body)) for body in bodies]
    return {(str(e["name"]), int(str(e["version"]))): str(e["sha256"]) for e in entries}


def put_first(missing: list[EntryType]) -> None:
    """Place them before whatever already waits: what waits may be of these types."""
    start = positioned()
    entries = append(
        type="schema.publish",
        bodies=[{"name": t.name, "version": t.version, "sha256": t.sha256} for t in missing],
    )
    for position, entry in enumerate(entries, start=start):
        Entry.objects.filter(pk=entry.pk).update(position=position)


def heartbeat(now: datetime | None = None) -> bool:
    """Close the day that has passed, once; True when an entry was written."""
    day = ((now or timezone.now()) - timedelta(days=1)).date()
    with transaction.atomic():
        if last_heartbeat() is not None and str(last_heartbeat()) >= day.isoformat():
            return False
        counts = Entry.objects.values_list("type").annotate(count=Count("pk")).order_by("type")
        totals: list[Json] = [{"type": name, "count": count} for name, count in counts]
        append(
            type="heartbeat",
            bodies=[{"day": day.isoformat(), "entries": Entry.objects.count(), "totals": totals}],
        )
    return True


def last_heartbeat() -> date | None:
    body = Entry.objects.filter(type="heartbeat").order_by("-pk").values_list("body", flat=True).first()
    return None if body is None else date.fromisoformat(str(parse(bytes(body))["day"]))


def rotate() -> tuple[SigningKey, SigningKey]:
    """Write the entry that names the new key, and keep the old one until the checkpoint with both signatures is out."""
    if VARIABLE in os.environ:
        raise BadKey(_("The key comes from the environment: put the new one there, the log can't."))
    old = load_key()
    new = new_key(old.name)
    retired = key_file().with_suffix(".retiring")
    write_durably(retired, f"{old.name} {old.seed()}\n".encode(), mode=0o600)
    with transaction.atomic():
        append(type="key.rotate", bodies=[{"old": str(old.verifier), "new": str(new.verifier)}])
        # Inside: when the new key can't be saved, the entry is taken back.
        save_key(new)
    publish_vkeys()
    return old, new


def rotation_signers(old_size: int, new_size: int) -> list[SigningKey]:
    """The retiring key, for the checkpoint that first holds its rotation; forgotten after that one is out."""
    retired = key_file().with_suffix(".retiring")
    if not retired.exists():
        return []
    if Entry.objects.filter(type="key.rotate", position__gte=old_size, position__lt=new_size).exists():
        return [parse_key(retired.read_text(encoding="utf-8"))]
    if not Entry.objects.filter(type="key.rotate", position=None).exists():
        retired.unlink()
    return []


def publish_vkeys() -> None:
    """`vkey`: the key now in use, then the former ones, newest first."""
    keys = [str(load_key().verifier)]
    bodies = Entry.objects.filter(type="key.rotate").order_by("-pk").values_list("body", flat=True)
    keys += [str(parse(bytes(body))["old"]) for body in bodies]
    published_log().write("vkey", ("\n".join(dict.fromkeys(keys)) + "\n").encode())


def make_key_once() -> bool:
    """A new instance's first key; True when one was made. What waits is signed with it."""
    if has_key() or published_log().newest() is not None:
        return False
    save_key(new_key(settings.LEDGER_ORIGIN))
    publish_vkeys()
    return True
