"""schemathesis asks everything that the API's own description allows, and much that it doesn't.

Every example is rolled back, so each one meets the same world; most of them are aimed at things that exist.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from conftest import ON_POSTGRES, becomes_moderator
from libitum.accounts.models import ApiToken, Scope, User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_release, create_secret_link
from libitum.community.services import add_comment, decide, give_notice, open_case
from libitum.community.subjects import subject
from libitum.config.wsgi import application
from libitum.media.models import Upload, UploadState
from libitum.media.tests.recordings import draw, record

from .programs import program_of

# The same ones each time, and on both databases: there, the first of what writes are enough.
EXAMPLES = 3 if ON_POSTGRES else 8
WRITING = ["POST", "PUT", "PATCH", "DELETE"]
CHECKED = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "ignored_auth",
    "negative_data_rejection",
]
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
# All limits of each field in turn, besides examples by chance: thousands, made by each process before it begins.
schema.config.phases.coverage.enabled = not ON_POSTGRES
asked = schema.include(method=WRITING) if ON_POSTGRES else schema
bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@schemathesis.serializer("application/offset+octet-stream")
def as_bytes(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@dataclass
class World:
    """Things to ask for, by the part of the address before their id, and a key that may do everything.

    `query`: words of a query that name something.
    """

    ids: dict[str, str]
    key: str
    query: dict[str, str]

    def aim(self, case: schemathesis.Case[Any]) -> None:
        """Three of four questions name what is there."""
        if sum(case.id.encode()) % 4 == 0:
            return
        parts = case.operation.path.split("/")
        for before, part in pairwise(parts):
            if part.startswith("{") and before in self.ids:
                case.path_parameters[part.strip("{}")] = self.ids[before]
        case.query.update({name: self.query[name] for name in case.query if name in self.query})
        if isinstance(case.body, dict) and "artist" in case.body:
            case.body["artist"] = self.ids["artists"]


@pytest.fixture
def world(alice: User, mona: User, song: Track, ada: Artist, settings: LazySettings) -> World:
    settings.RATES = dict.fromkeys(settings.RATES, 10**6)
    mona.is_superuser = True
    mona.save()
    Artist.objects.filter(pk=ada.pk).update(owner=mona)
    ada.refresh_from_db()
    record(song)
    draw(song)
    release = create_release(actor=mona, artist=ada, title="Lights", tracks=[song])
    link = create_secret_link(actor=mona, work=song)
    key = program_of(mona, *Scope.values).key
    token = ApiToken.objects.get().uid
    ids = {"tracks": song.uid, "artists": ada.uid, "releases": release.uid, "links": link.uid, "tokens": token}
    upload = Upload.objects.create(owner=mona, track=song, length=4, state=UploadState.ACCEPTED)
    ids |= {"uploads": upload.uid}
    return World(ids | talk(song, alice), key, {"id": mona.uid, "url": song.get_absolute_url(), "track": song.uid})


def talk(song: Track, alice: User) -> dict[str, str]:
    """A comment, a notice with its case, and a decision about something of the caller's."""
    comment = add_comment(actor=alice, track=song, body="Here!", at_ms=1000)
    notice = give_notice(
        subject=subject(comment), category="fraud", explanation="It isn't her.", good_faith=True, language="en"
    )
    becomes_moderator(alice)
    case = open_case(actor=alice, subject=subject(song))
    decision = decide(actor=alice, case=case, outcome="no-action", facts="It is.")
    return {"comments": comment.uid, "notices": notice.uid, "cases": notice.case.uid, "decisions": decision.uid}


def ask(case: schemathesis.Case[Any], world: World, headers: dict[str, str]) -> None:
    world.aim(case)
    # tus refuses another version with 412, which schemathesis doesn't take for a refusal.
    names = [name for name in CHECKED if name != "negative_data_rejection" or "/uploads" not in case.operation.path]
    checks: list[Any] = CHECKS.get_by_names(names)
    with transaction.atomic():
        response = case.call(headers=headers)
        transaction.set_rollback(True)
    case.validate_response(response, checks=checks, headers=headers)


@pytest.mark.of_sqlite
@schema.parametrize()
@bounded
def test_as_anybody(case: schemathesis.Case[Any], world: World) -> None:
    ask(case, world, {})


@asked.parametrize()
@bounded
def test_with_a_key_that_may_do_everything(case: schemathesis.Case[Any], world: World) -> None:
    ask(case, world, {"Authorization": f"Bearer {world.key}"})
