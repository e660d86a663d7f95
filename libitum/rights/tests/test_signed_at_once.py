"""One ceremony posted several times at the same moment: a double click, a replay. One grant comes of it.

In an instance of its own, on the database the run has: only there do threads write side by side as a server's do.
"""

from pathlib import Path

import pytest

from libitum.ops.tests.instances import Instance, prepared_instance

AT_ONCE = 6

OPENED = """
import threading
from concurrent.futures import ThreadPoolExecutor
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from libitum.accounts.models import User
from libitum.catalog.services import create_artist, create_track
from libitum.ledger.models import Entry
from libitum.rights.models import Ceremony, Statement, Word
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.signing import sign
from libitum.rights.services.statements import Draft
from libitum.rights.tests.devices import SITE, Device, ready_key

settings.BASE_URL, settings.ALLOWED_HOSTS = SITE, ["*"]
alice = User.objects.create_user("alice@example.org", "a clear night in March", name="Alice", is_adult=True)
ada = create_artist(actor=alice, name="Ada Ferrante")
song = create_track(actor=alice, artist=ada, title="First light", rights_basis="holder")
device = Device()
ready_key(alice, device)
drafts = [Draft("gen.train.style", True, track=song), Draft("disc.recommend", False)]
ceremony = propose(actor=alice, party=party_of(alice), drafts=drafts, language="en")
credential = device.sign(ceremony)

def all_at_once(do, times):
    start = threading.Barrier(times)
    def one(number):
        start.wait(30)
        try:
            return do(number)
        finally:
            connection.close()
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))

def recorded():
    entries = Entry.objects.filter(type="consent.set").count()
    return [Statement.objects.count(), Word.objects.filter(allowed=True).count(), Word.objects.count(), entries]
"""

BY_SERVICE = """
def act(number):
    try:
        return sign(actor=alice, ceremony=ceremony, credential=credential).uid
    except ValidationError as error:
        return error.messages[0]
"""

BY_PAGE = """
import json
clients = [Client() for number in range(AT_ONCE)]
for client in clients:
    client.force_login(alice)
def act(number):
    page = clients[number].post(f"/my/ai/sign/{ceremony.uid}", {"credential": json.dumps(credential)})
    said = "receipts" if b"among your receipts" in page.content else ""
    return [page.status_code, page.get("Location", said)]
"""


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    return prepared_instance(tmp_path, "signing")


def answers(instance: Instance, way: str) -> list[object]:
    code = f"{OPENED}\nAT_ONCE = {AT_ONCE}\n{way}\nanswer = [all_at_once(act, AT_ONCE), recorded()]"
    found = instance.ask(code)
    assert isinstance(found, list)
    return found


def test_signing_once_is_all_that_several_threads_can(instance: Instance) -> None:
    said, recorded = answers(instance, BY_SERVICE)
    assert isinstance(said, list)
    turned_away = [sentence for sentence in said if "signed already" in sentence]
    assert len(turned_away) == AT_ONCE - 1
    assert recorded == [1, 1, 2, 1]


def test_a_double_click_leads_to_one_receipt_and_says_so(instance: Instance) -> None:
    """Nobody who is late is shown the form again: it is signed, and they learn where to find it."""
    said, recorded = answers(instance, BY_PAGE)
    assert isinstance(said, list)
    assert sorted(status for status, _where in said) == [302, *[410] * (AT_ONCE - 1)]
    assert all(where == "receipts" for status, where in said if status == 410)
    assert recorded == [1, 1, 2, 1]
