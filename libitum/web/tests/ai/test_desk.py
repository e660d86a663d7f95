"""The desk: switches, the preview of what they change, and what is recorded."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.services import create_artist, create_release, create_track, update_track
from libitum.rights.models import Ceremony, Holding, TermsVersion, Word
from libitum.rights.selectors.marks import mark_of
from libitum.rights.services.holdings import answer_holding
from libitum.rights.services.parties import party_of
from libitum.rights.tests.saying import give, refuse
from libitum.web.tests.public.pages import read

pytestmark = pytest.mark.usefixtures("terms")
DESK = "/my/ai"


def words() -> list[tuple[str, bool, str]]:
    rows = Word.objects.order_by("pk").select_related("track", "release")
    return [(w.purpose, w.allowed, str(w.track or w.release or "")) for w in rows]


def switches(client: Client, address: str = DESK) -> dict[str, str]:
    """Position by purpose, of those that can be moved."""
    chosen = read(client, address).find("input", type="radio", checked="")
    return {field["name"].removeprefix("p."): field["value"] for field in chosen}


def test_what_is_on_from_the_start_says_so_before_anything_is_published(
    as_alice: Client, as_bob: Client, song: Track
) -> None:
    assert "What is on from the start" in read(as_bob, DESK).text
    assert "What is on from the start" not in read(as_alice, DESK).text
    hidden = create_track(actor=song.artist.owner, artist=song.artist, title="Later", rights_basis="holder")
    assert "What is on from the start" in read(as_alice, f"/my/tracks/{hidden.uid}/publish").text
    many = as_alice.post("/my/tracks/bulk", {"track": hidden.uid, "act": "publish"}).content.decode()
    assert "What is on from the start" in many


@pytest.mark.usefixtures("song")
def test_everything_that_trains_generates_or_shares_starts_refused(as_alice: Client) -> None:
    found = switches(as_alice)
    assert {p for p, position in found.items() if position == "yes"} == {
        "disc.search", "disc.recommend", "disc.playlist", "disc.organise", "ana.stats",
    }  # fmt: skip
    assert "share.dataset" not in found, "what needs an agreement has no switch"
    assert "svc.deliver" not in found, "what the service needs has no switch"


def test_a_change_is_shown_before_it_is_recorded(as_alice: Client, song: Track) -> None:
    shown = as_alice.post(DESK, {"p.disc.recommend": "no", "p.disc.search": "yes"}).content.decode()
    assert "1 work: from “Allowed” to “Refused”" in shown
    assert "First light" in shown
    assert words() == []
    done = as_alice.post(DESK, {"p.disc.recommend": "no", "sure": "1"})
    assert (done.status_code, done.headers["Location"]) == (HTTPStatus.FOUND, DESK)
    assert words() == [("disc.recommend", False, "")]
    assert not mark_of(song).answers["disc.recommend"].says_yes
    assert switches(as_alice)["disc.recommend"] == "no"


def test_nothing_moved_records_nothing(as_alice: Client, song: Track) -> None:
    del song
    as_alice.post(DESK, {f"p.{p}": position for p, position in switches(as_alice).items()} | {"sure": "1"})
    assert words() == []


def test_an_opt_in_waits_for_the_signature_with_narrow_limits_unless_said_otherwise(
    as_alice: Client, song: Track
) -> None:
    shown = as_alice.post(DESK, {"p.gen.input.remix": "yes"}).content.decode()
    assert "from “Refused” to “Allowed”" in shown
    assert "Go on and sign" in shown
    led = as_alice.post(DESK, {"p.gen.input.remix": "yes", "limits-term": "1", "limits-taker": "instance", "sure": "1"})
    ceremony = Ceremony.objects.get()
    assert led.headers["Location"] == f"/my/ai/sign/{ceremony.uid}"
    assert words() == []
    from libitum.rights.batches import drafts_of  # noqa: PLC0415

    (draft,) = drafts_of(bytes(ceremony.body))
    assert (draft.commercial, draft.taker, draft.until is not None) == (False, "instance", True)
    assert not mark_of(song).is_open


def test_wrong_limits_come_back_with_a_sentence(as_alice: Client, song: Track) -> None:
    del song
    sent = {"p.gen.input.remix": "yes", "limits-territories": "Italy", "limits-version": "2", "sure": "1"}
    answer = as_alice.post(DESK, sent)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This is no code of a country: ITALY" in answer.content.decode()
    assert 'value="Italy"' in answer.content.decode()
    assert not Ceremony.objects.exists()


def test_withdrawing_is_one_click_and_reaches_every_exception(as_alice: Client, alice: User, song: Track) -> None:
    give(alice, "gen.train.style")
    give(alice, "gen.train.style", track=song)
    assert mark_of(song).is_open
    as_alice.post(DESK, {"withdraw": "gen.train.style", "p.disc.search": "no"})
    assert not mark_of(song).is_open
    assert words()[2:] == [("gen.train.style", False, ""), ("gen.train.style", False, "First light")]


def test_an_exception_goes_before_and_is_changed_only_when_asked(as_alice: Client, alice: User, song: Track) -> None:
    refuse(alice, "disc.search", track=song)
    other = create_track(actor=alice, artist=song.artist, title="Other", rights_basis="holder")
    refuse(alice, "disc.search")
    shown = as_alice.post(DESK, {"p.disc.search": "yes"}).content.decode()
    assert "1 work: from “Refused” to “Allowed”" in shown
    assert "1 work keeps its own setting" in shown
    again = as_alice.post(DESK, {"p.disc.search": "yes", "exceptions": "1"}).content.decode()
    assert "2 works: from “Refused” to “Allowed”" in again
    as_alice.post(DESK, {"p.disc.search": "yes", "exceptions": "1", "sure": "1"})
    assert mark_of(song).answers["disc.search"].says_yes
    assert mark_of(other).answers["disc.search"].says_yes


@pytest.fixture
def album(ada: Artist, song: Track) -> Release:
    second = create_track(actor=ada.owner, artist=ada, title="Second", rights_basis="holder")
    return create_release(actor=ada.owner, artist=ada, title="Rooms", tracks=[song, second])


def test_a_release_and_a_track_have_desks_of_their_own(as_alice: Client, album: Release, song: Track) -> None:
    assert set(switches(as_alice, f"{DESK}/releases/{album.uid}").values()) == {""}
    as_alice.post(f"{DESK}/releases/{album.uid}", {"p.disc.search": "no", "sure": "1"})
    as_alice.post(f"{DESK}/tracks/{song.uid}", {"p.disc.search": "yes", "sure": "1"})
    assert words() == [("disc.search", False, "Rooms"), ("disc.search", True, "First light")]
    answers = {track.title: mark_of(track).answers["disc.search"].says_yes for track in Track.objects.all()}
    assert answers == {"First light": True, "Second": False}
    assert switches(as_alice, f"{DESK}/releases/{album.uid}")["disc.search"] == "no"
    exceptions = read(as_alice, f"{DESK}/exceptions?purpose=disc.search").text
    assert "Rooms" in exceptions
    assert "First light" in exceptions
    assert "First light" not in read(as_alice, f"{DESK}/exceptions?says=no").text


def test_many_works_at_once_with_all_that_the_list_finds(as_alice: Client, album: Release, song: Track) -> None:
    del song
    sent = {"all": "1", "release": album.uid, "p.disc.search": "no"}
    shown = as_alice.post(f"{DESK}/tracks/change", sent).content.decode()
    assert "2 works: from “Allowed” to “Refused”" in shown
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    as_alice.post(f"{DESK}/tracks/change", {**sent, "sure": "1", "seen": "another choice"})
    assert words() == []
    as_alice.post(f"{DESK}/tracks/change", {**sent, "sure": "1", "seen": seen})
    assert words() == [("disc.search", False, "First light"), ("disc.search", False, "Second")]


def test_works_of_others_are_not_there(as_bob: Client, album: Release, song: Track) -> None:
    for address in (f"{DESK}/tracks/{song.uid}", f"{DESK}/releases/{album.uid}"):
        assert as_bob.get(address).status_code == HTTPStatus.NOT_FOUND
        assert as_bob.post(address, {"p.disc.search": "no", "sure": "1"}).status_code == HTTPStatus.NOT_FOUND
    as_bob.post(f"{DESK}/tracks/change", {"track": song.uid, "p.disc.search": "no", "sure": "1"})
    assert words() == []


def test_who_plays_on_it_has_a_desk_for_it_and_is_told_of_nobody(
    as_alice: Client, as_bob: Client, alice: User, bob: User, song: Track
) -> None:
    theirs = create_artist(actor=bob, name="Bob Brass")
    update_track(actor=alice, track=song, credits=[{"role": "vocals", "name": "Bob Brass", "artist": theirs}])
    answer_holding(actor=bob, holding=Holding.objects.get(party__user=bob), confirmed=True)
    refuse(bob, "gen.train.voice", track=song)
    assert "First light" in read(as_bob, f"{DESK}/tracks/{song.uid}").text
    shown = as_alice.post(f"{DESK}/tracks/{song.uid}", {"p.gen.train.voice": "yes"}).content.decode()
    assert "1 work stays closed for now" in shown
    assert "Bob" not in shown.split("<main")[1].split("</main>")[0]


def test_under_18_nothing_guarded_can_be_switched(as_alice: Client, alice: User, song: Track) -> None:
    del song
    User.objects.filter(pk=alice.pk).update(is_adult=False)
    assert "gen.train.style" not in switches(as_alice)
    as_alice.post(DESK, {"p.gen.train.style": "yes", "limits-taker": "instance", "sure": "1"})
    assert not Ceremony.objects.exists()
    assert switches(as_alice)["ana.research"] == "no", "a named study is not barred"


def test_without_accepted_terms_there_is_nothing_to_switch(as_alice: Client, song: Track, terms: TermsVersion) -> None:
    del song
    terms.acceptances.all().delete()
    assert switches(as_alice) == {}
    assert "Not in the terms that you have accepted." in read(as_alice, DESK).text


def test_the_history_of_a_purpose(as_alice: Client, alice: User, song: Track) -> None:
    party_of(alice)
    give(alice, "gen.train.style", commercial=False)
    refuse(alice, "gen.train.style", track=song)
    page = read(as_alice, f"{DESK}/purposes/gen.train.style")
    assert "signed; not to earn money with" in page.text
    assert "First light" in page.text
    assert as_alice.get(f"{DESK}/purposes/gen.train.everything").status_code == HTTPStatus.NOT_FOUND
    assert as_alice.get(f"{DESK}/purposes/listen.history").status_code == HTTPStatus.NOT_FOUND


def test_the_desk_costs_the_same_for_one_work_and_for_thirty(as_alice: Client, alice: User, song: Track) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(address)
        return len(queries)

    addresses = (DESK, f"{DESK}/tracks", f"{DESK}/tracks/{song.uid}", f"{DESK}/exceptions")
    as_alice.get(DESK)
    refuse(alice, "disc.search", track=song)
    few = {address: cost(address) for address in addresses}
    for number in range(30):
        track = create_track(actor=alice, artist=song.artist, title=f"T{number}", rights_basis="holder")
        refuse(alice, "disc.search", track=track)
    assert {address: cost(address) for address in addresses} == few


STYLE = "gen.train.style"


def test_a_work_goes_back_to_what_holds_for_all(as_alice: Client, song: Track) -> None:
    address = f"{DESK}/tracks/{song.uid}"
    as_alice.post(address, {f"p.{STYLE}": "no", "sure": "1"})
    assert switches(as_alice, address)[STYLE] == "no"
    shown = as_alice.post(address, {f"p.{STYLE}": "above"}).content.decode()
    assert "as for all" in shown
    assert "sign" not in shown.split("<main")[1].split("</main>")[0], "nothing is opened by it"
    as_alice.post(address, {f"p.{STYLE}": "above", "sure": "1"})
    assert switches(as_alice, address)[STYLE] == "", "it stands as for all"
    assert "has its own setting" not in read(as_alice, f"{DESK}/tracks").text
    assert "There is none" in read(as_alice, f"{DESK}/exceptions").text
    assert "as for all" in read(as_alice, f"{DESK}/purposes/{STYLE}").text
    assert "1 as for all" in read(as_alice, f"{DESK}/receipts").text


def test_going_back_to_something_signed_is_signed(as_alice: Client, alice: User, song: Track) -> None:
    give(alice, STYLE)
    refuse(alice, STYLE, track=song)
    address = f"{DESK}/tracks/{song.uid}"
    shown = as_alice.post(address, {f"p.{STYLE}": "above"}).content.decode()
    assert "1 work: from “Refused” to “Allowed”" in shown
    assert "Go on and sign" in shown
    led = as_alice.post(address, {f"p.{STYLE}": "above", "sure": "1"})
    assert led["Location"] == f"/my/ai/sign/{Ceremony.objects.get().uid}"
    assert "As for all my music" in read(as_alice, led["Location"]).text
    assert not mark_of(song).answers[STYLE].says_yes


def test_many_works_go_back_at_once(as_alice: Client, alice: User, ada: Artist, song: Track) -> None:
    other = create_track(actor=alice, artist=ada, title="Study", rights_basis="holder")
    refuse(alice, "disc.search", track=song)
    refuse(alice, "disc.search", track=other)
    chosen: dict[str, object] = {"track": [song.uid, other.uid], "p.disc.search": "above"}
    shown = as_alice.post(f"{DESK}/tracks/change", chosen).content.decode()
    assert "2 works: from “Refused” to “Allowed”" in shown
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    as_alice.post(f"{DESK}/tracks/change", {**chosen, "sure": "1", "seen": seen})
    assert mark_of(song).answers["disc.search"].says_yes
    assert mark_of(other).answers["disc.search"].says_yes


def test_above_everything_there_is_nothing(as_alice: Client, alice: User) -> None:
    as_alice.post(DESK, {"p.disc.search": "above", "sure": "1"})
    assert words() == []
