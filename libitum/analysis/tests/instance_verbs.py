"""What tests ask of an instance of their own (see `instance`)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from libitum.accounts.models import User
from libitum.analysis.models import Hearing
from libitum.analysis.services.listening import work_on_next
from libitum.catalog.models import Visibility
from libitum.catalog.services import create_artist, create_track
from libitum.ledger.models import Entry
from libitum.ledger.publishing import make_key_once
from libitum.rights.gate.registering import register_own_engines
from libitum.rights.gate.stopping import stop_dead_runs
from libitum.rights.gate.tests import world
from libitum.rights.models import Output, Run, UseRecord
from libitum_verify.canonical import parse

TITLES = ("Morning", "Noon", "Evening", "Night")


def set_up() -> dict[str, Any]:
    make_key_once()
    register_own_engines()
    user = User.objects.create_user("ada@example.org", "a clear night in March", name="Ada", is_adult=True)
    world.put_terms_in_force(user)
    artist = create_artist(actor=user, name="Ada")
    for title in TITLES:
        track = create_track(
            actor=user, artist=artist, title=title, visibility=Visibility.PUBLIC, rights_basis="holder"
        )
        world.sound(track, data=world.music())
    return {}


def work() -> dict[str, Any]:
    """As a worker does, and as if every waiting time had passed."""
    Hearing.objects.exclude(state="done").update(due_at=timezone.now())
    while work_on_next():
        pass
    return {}


def sweep() -> dict[str, Any]:
    return {"stopped": stop_dead_runs()}


def state() -> dict[str, Any]:
    entries = [dict(parse(bytes(body))) for body in Entry.objects.order_by("pk").values_list("body", flat=True)]
    scratch = Path(settings.UPLOAD_ROOT) / "gate"
    return {
        "hearings": list(Hearing.objects.order_by("pk").values("state", "key", "run", "output")),
        "runs": list(Run.objects.order_by("pk").values("uid", "state", "allowed", "entry")),
        "uses": list(UseRecord.objects.order_by("pk").values("run__uid", "track", "handed_out_at", "kept")),
        "outputs": list(Output.objects.values("uid", "run__uid", "track", "removed_at")),
        "batches": sum(entry["type"] == "use.batch" for entry in entries),
        "ends": [entry for entry in entries if entry["type"] == "output.create"],
        "scratch": [path.name for path in scratch.rglob("*") if path.is_file()] if scratch.is_dir() else [],
    }


VERBS: dict[str, Callable[[], dict[str, Any]]] = {"set-up": set_up, "work": work, "sweep": sweep, "state": state}
