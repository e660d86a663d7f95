"""Who holds what, through the site: invitations, societies, disputes, twins, age, death."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from conftest import becomes_moderator
from libitum.accounts.models import User
from libitum.accounts.services import confirm_age
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, create_track, update_track
from libitum.media.models import Master
from libitum.media.tests.recordings import record
from libitum.rights.invitation_letters import send_invitations
from libitum.rights.models import Ceremony, Dispute, Holding, Invitation, Mandate, Match, Party
from libitum.rights.selectors.marks import mark_of
from libitum.rights.services.parties import party_of
from libitum.rights.tests.saying import give, refuse
from libitum.web.tests.public.pages import read

pytestmark = pytest.mark.usefixtures("terms")
STYLE = "gen.train.style"


def answer(track: Track, purpose: str = STYLE) -> bool:
    return mark_of(track).answers[purpose].says_yes


@pytest.fixture
def with_clara(song: Track) -> Track:
    """Clara, who has no account, is credited as the composer."""
    update_track(actor=song.artist.owner, track=song, credits=[{"role": "composer", "name": "Clara"}])
    return song


def link_for(client: Client, track: Track, **fields: str) -> str:
    party = Party.objects.get(name="Clara", user=None)
    client.post(f"/my/tracks/{track.uid}/holders/invite", {"party": party.uid, **fields})
    return f"/rights/invitations/{Invitation.objects.get(party=party).token}"


def test_who_is_credited_is_invited_and_what_needs_them_waits(as_alice: Client, alice: User, with_clara: Track) -> None:
    give(alice, STYLE)
    assert not answer(with_clara)
    page = read(as_alice, f"/my/tracks/{with_clara.uid}/holders")
    assert "invited to confirm" in page.text
    address = link_for(as_alice, with_clara)
    copied = read(as_alice, f"/my/tracks/{with_clara.uid}/holders").find("input", readonly="")
    assert any(field["value"].endswith(address) for field in copied)


def test_the_person_invited_answers_and_keeps_their_place_through_later_changes(
    as_alice: Client, as_bob: Client, bob: User, with_clara: Track
) -> None:
    alice = with_clara.artist.owner
    address = link_for(as_alice, with_clara)
    client = Client()
    shown = client.get(address)
    assert shown["Cache-Control"] == "private, no-store"
    assert "To answer you need an account" in shown.content.decode()
    assert f"next={address.replace('/', '%2F')}" in shown.content.decode()
    holding = Holding.objects.get(role="composition")
    assert client.post(address, {holding.uid: "yes"})["Location"].startswith("/accounts/login/")
    as_bob.post(address, {holding.uid: "yes"})
    holding.refresh_from_db()
    assert (holding.party.user, holding.standing) == (bob, "confirmed")
    give(alice, STYLE)
    assert not answer(with_clara)
    give(bob, STYLE)
    assert answer(with_clara)
    # The credit still says Clara, and so it will after the next change of the track.
    update_track(actor=alice, track=with_clara, title="Second light")
    assert [(h.party.user, h.standing) for h in Holding.objects.filter(role="composition")] == [(bob, "confirmed")]
    assert "This invitation has been answered." in read(as_bob, address).text
    assert not Party.objects.filter(name="Clara").exists()


def test_nobody_confirms_in_the_name_of_whom_they_invited(as_alice: Client, alice: User, with_clara: Track) -> None:
    address = link_for(as_alice, with_clara)
    holding = Holding.objects.get(role="composition")
    refused = as_alice.post(address, {holding.uid: "yes"})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    holding.refresh_from_db()
    assert (holding.party.user, holding.standing) == (None, "invited")
    give(alice, STYLE)
    assert not answer(with_clara)


def test_what_is_not_theirs_can_be_corrected_in_the_credits(
    as_alice: Client, as_bob: Client, alice: User, with_clara: Track
) -> None:
    address = link_for(as_alice, with_clara)
    as_bob.post(address, {Holding.objects.get(role="composition").uid: "no"})
    give(alice, STYLE)
    assert not answer(with_clara)
    update_track(actor=alice, track=with_clara, credits=[])
    assert answer(with_clara)


def test_what_was_left_open_waits_at_the_desk(as_alice: Client, as_bob: Client, with_clara: Track) -> None:
    as_bob.post(link_for(as_alice, with_clara), {})
    assert "First light" in read(as_bob, "/my/ai/holdings").text
    holding = Holding.objects.get(role="composition")
    assert as_alice.post(f"/my/ai/holdings/{holding.uid}", {"answer": "yes"}).status_code == HTTPStatus.NOT_FOUND
    as_bob.post(f"/my/ai/holdings/{holding.uid}", {"answer": "perhaps"})
    holding.refresh_from_db()
    assert holding.standing == "invited"
    led = as_bob.post(f"/my/ai/holdings/{holding.uid}", {"answer": "yes"})
    assert led["Location"] == f"/my/ai/tracks/{with_clara.uid}"


def test_one_letter_that_repeats_nothing_typed_and_whose_address_is_forgotten(
    as_alice: Client, with_clara: Track, mailoutbox: list[EmailMessage]
) -> None:
    wrong = as_alice.post(
        f"/my/tracks/{with_clara.uid}/holders/invite",
        {"party": Party.objects.get(name="Clara").uid, "email": "nonsense"},
    )
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    address = link_for(as_alice, with_clara, email="clara@example.org")
    assert (send_invitations(), send_invitations()) == (1, 0)
    (letter,) = mailoutbox
    assert letter.to == ["clara@example.org"]
    assert address in str(letter.body)
    assert not {"Clara", "First light", "Ada", "Alice"} & set(str(letter.body).replace(",", " ").split())
    assert Invitation.objects.get().email == ""


def test_a_society_bars_until_a_moderator_has_seen_its_mandate(
    as_alice: Client, as_mona: Client, alice: User, song: Track
) -> None:
    give(alice, STYLE)
    holding = song.holdings.get(role="composition")
    as_alice.post(f"/my/ai/holdings/{holding.uid}/society", {"society": "GEMA"})
    assert not answer(song)
    as_alice.post(f"/my/ai/holdings/{holding.uid}/society", {"evidence": "Letter of 3 May"})
    mandate = Mandate.objects.get()
    assert not answer(song), "a claim is no mandate"
    assert "Letter of 3 May" in read(as_mona, "/moderation/rights").text
    as_mona.post(f"/moderation/rights/mandates/{mandate.uid}", {"confirmed": "yes"})
    assert answer(song)
    as_alice.post(f"/my/ai/holdings/{holding.uid}/society", {"society": "SIAE"})
    assert not answer(song), "another society, another mandate"


def test_nobody_decides_about_their_own_mandate(as_alice: Client, alice: User, song: Track) -> None:
    becomes_moderator(alice)
    holding = song.holdings.get(role="composition")
    as_alice.post(f"/my/ai/holdings/{holding.uid}/society", {"society": "GEMA"})
    as_alice.post(f"/my/ai/holdings/{holding.uid}/society", {"evidence": "Believe me"})
    decided = as_alice.post(f"/moderation/rights/mandates/{Mandate.objects.get().uid}", {"confirmed": "yes"})
    assert decided.status_code == HTTPStatus.FORBIDDEN
    assert Mandate.objects.get().decided_at is None


def test_a_dispute_freezes_at_once_until_a_moderator_closes_it(
    as_alice: Client, as_charlie: Client, as_mona: Client, song: Track
) -> None:
    give(song.artist.owner, STYLE)
    as_charlie.post(f"/tracks/{song.uid}/dispute", {"role": "composition", "grounds": "I wrote it in 1999."})
    assert not answer(song)
    assert answer(song, "disc.search"), "being found is not frozen"
    assert (
        "Somebody says that a right in it is theirs (Composition)"
        in read(as_alice, f"/my/tracks/{song.uid}/holders").text
    )
    again = as_charlie.post(f"/tracks/{song.uid}/dispute", {"role": "composition", "grounds": "Again."})
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    dispute = Dispute.objects.get()
    assert as_alice.post(f"/moderation/rights/disputes/{dispute.uid}").status_code == HTTPStatus.NOT_FOUND
    unsaid = as_mona.post(f"/moderation/rights/disputes/{dispute.uid}", {"upheld": "no"})
    assert unsaid.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    as_mona.post(f"/moderation/rights/disputes/{dispute.uid}", {"upheld": "no", "outcome": "The score is Ada's."})
    assert answer(song)
    assert "The score is Ada's." in read(as_alice, f"/my/tracks/{song.uid}/holders").text


def test_who_is_found_to_be_right_holds_it_too(
    as_charlie: Client, as_mona: Client, alice: User, charlie: User, song: Track
) -> None:
    give(alice, STYLE)
    as_charlie.post(f"/tracks/{song.uid}/dispute", {"role": "composition", "grounds": "I wrote it in 1999."})
    sent = {"upheld": "yes", "outcome": "Both wrote it."}
    as_mona.post(f"/moderation/rights/disputes/{Dispute.objects.get().uid}", sent)
    assert not answer(song)
    give(charlie, STYLE)
    assert answer(song)


def test_nobody_opts_in_a_recording_that_lies_under_another_account_too(
    as_alice: Client, alice: User, charlie: User, song: Track
) -> None:
    theirs = create_artist(actor=charlie, name="Charles")
    twin = create_track(actor=charlie, artist=theirs, title="Mine", rights_basis="holder")
    original = record(song).original
    Master.objects.filter(pk=record(twin).pk).update(original=original)
    shown = as_alice.post("/my/ai", {f"p.{STYLE}": "yes"}).content.decode()
    assert "1 work stays closed for now" in shown
    assert "Charl" not in shown.split("<main")[1].split("</main>")[0]
    give(alice, STYLE)
    assert not answer(song)
    give(charlie, STYLE)
    assert answer(song)
    refuse(charlie, STYLE)
    assert not answer(song)


def test_an_artist_reports_their_recording_under_another_account(
    as_alice: Client, as_charlie: Client, as_mona: Client, charlie: User, song: Track
) -> None:
    give(song.artist.owner, STYLE)
    theirs = create_artist(actor=charlie, name="Charles")
    other = create_track(actor=charlie, artist=theirs, title="Stolen", rights_basis="holder")
    page = f"/my/tracks/{song.uid}/match"
    assert page in read(as_alice, f"/my/tracks/{song.uid}/holders").hrefs
    sent = {"address": other.get_absolute_url(), "note": "I played it in 1999."}
    hidden = as_alice.post(page, sent)
    assert hidden.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, "a draft of somebody else's isn't there"
    assert "I played it in 1999." in hidden.content.decode()
    Track.objects.filter(pk=other.pk).update(visibility="public", publish_at=timezone.now())
    assert as_charlie.get(page).status_code == HTTPStatus.NOT_FOUND
    as_alice.post(page, sent)
    assert not answer(song)
    hers = read(as_alice, f"/my/tracks/{song.uid}/holders")
    assert "may lie under another account" in hers.text
    assert other.get_absolute_url() in hers.hrefs
    for address in (f"/my/tracks/{other.uid}/holders", "/my/ai/holdings"):
        his = read(as_charlie, address)
        assert "may lie under another account" in his.text
        assert song.get_absolute_url() not in his.hrefs
        assert "1999" not in his.text
        assert song.artist.name not in his.text
    match = Match.objects.get()
    assert as_charlie.post(f"/my/matches/{match.uid}/withdraw").status_code == HTTPStatus.NOT_FOUND
    as_alice.post(f"/my/matches/{match.uid}/withdraw")
    assert answer(song)
    assert "It was taken back." in read(as_charlie, f"/my/tracks/{other.uid}/holders").text


def test_moderators_open_and_close_matches(
    as_alice: Client, as_mona: Client, as_charlie: Client, charlie: User, song: Track
) -> None:
    give(song.artist.owner, STYLE)
    theirs = create_artist(actor=charlie, name="Charles")
    other = create_track(actor=charlie, artist=theirs, title="Stolen", rights_basis="holder")
    for track in (song, other):
        Track.objects.filter(pk=track.pk).update(visibility="public", publish_at=timezone.now())
    sent = {"mine": song.get_absolute_url(), "address": "/no/where", "note": "One sound."}
    assert as_alice.post("/moderation/rights/matches", sent).status_code == HTTPStatus.NOT_FOUND
    wrong = as_mona.post("/moderation/rights/matches", sent)
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "There is no track&#x27;s page at this address." in wrong.content.decode()
    as_mona.post("/moderation/rights/matches", {**sent, "address": other.get_absolute_url()})
    match = Match.objects.get()
    assert not answer(song)
    assert "One sound." in read(as_mona, "/moderation/rights").text
    close = f"/moderation/rights/matches/{match.uid}"
    assert as_charlie.post(close, {"outcome": "So."}).status_code == HTTPStatus.NOT_FOUND
    assert as_mona.post(close, {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    as_mona.post(close, {"outcome": "Two takes of one song."})
    assert answer(song)
    for client, track in ((as_alice, song), (as_charlie, other)):
        assert "Two takes of one song." in read(client, f"/my/tracks/{track.uid}/holders").text


def test_what_somebody_tried_under_18_is_asked_anew_at_18(as_alice: Client, alice: User, song: Track) -> None:
    User.objects.filter(pk=alice.pk).update(is_adult=False)
    alice.refresh_from_db()
    opt_in = {f"p.{STYLE}": "yes", "limits-taker": "instance", "sure": "1"}
    as_alice.post("/my/ai", opt_in)
    assert not Ceremony.objects.exists()
    assert confirm_age(user=alice, born_on=date(1990, 1, 1))
    as_alice.get("/my/ai")
    assert not answer(song), "nothing said before counts"
    as_alice.post("/my/ai", opt_in)
    assert Ceremony.objects.exists()


def test_after_a_death_nothing_more_is_given_until_a_successor_speaks(
    as_alice: Client, as_bob: Client, as_mona: Client, bob: User, song: Track
) -> None:
    alice = song.artist.owner
    refuse(alice, STYLE)
    assert as_mona.get("/moderation/successions").status_code == HTTPStatus.NOT_FOUND
    User.objects.filter(is_staff=True).update(is_superuser=True)
    yesterday = (timezone.now() - timedelta(days=1)).date().isoformat()
    as_mona.post("/moderation/successions", {"email": alice.email, "died_on": yesterday})
    party = party_of(alice)
    assert party.died_at is not None
    as_alice.post("/my/ai", {"p.disc.search": "no", "sure": "1"})
    assert answer(song, "disc.search"), "nobody speaks with the account of somebody who has died"
    assert as_bob.get(f"/my/ai?for={party.uid}").status_code == HTTPStatus.NOT_FOUND
    fields = {f"{party.uid}-email": bob.email, f"{party.uid}-evidence": "Certificate of 3 May, seen."}
    as_mona.post(f"/moderation/successions/{party.uid}", fields)
    assert f"/my/ai?for={party.uid}" in read(as_bob, "/my/ai/holdings").hrefs
    as_bob.post(f"/my/ai?for={party.uid}", {"p.disc.search": "no", "sure": "1"})
    assert not answer(song, "disc.search")


def test_who_is_named_nowhere_finds_nothing_waiting(as_mona: Client) -> None:
    assert "Nothing waits for you." in read(as_mona, "/my/ai/holdings").text


def test_holders_of_others_are_nobody_elses_business(as_charlie: Client, song: Track, ada: Artist) -> None:
    del ada
    assert as_charlie.get(f"/my/tracks/{song.uid}/holders").status_code == HTTPStatus.NOT_FOUND


def test_both_sides_see_a_dispute_and_neither_reads_what_the_other_said(
    as_alice: Client, as_charlie: Client, as_bob: Client, as_mona: Client, song: Track
) -> None:
    as_charlie.post(f"/tracks/{song.uid}/dispute", {"role": "composition", "grounds": "I wrote it in 1999."})
    address = f"/my/ai/disputes/{Dispute.objects.get().uid}"
    assert as_bob.get(address).status_code == HTTPStatus.NOT_FOUND
    assert address in read(as_alice, "/my/ai/holdings").hrefs
    assert address in read(as_charlie, "/my/ai/holdings").hrefs
    empty = as_alice.post(address, {"text": " "})
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    as_alice.post(address, {"text": "The score is from 1997."})
    assert "I wrote it in 1999." not in read(as_alice, address).text
    assert "The score is from 1997." in read(as_alice, address).text
    assert "1 person who holds a right in it has answered." in read(as_charlie, address).text
    assert "The score is from 1997." not in read(as_charlie, address).text
    assert as_charlie.post(address, {"text": "Once more."}).status_code == HTTPStatus.FORBIDDEN
    moderators = read(as_mona, "/moderation/rights").text
    assert "The score is from 1997." in moderators
    assert "I wrote it in 1999." in moderators
    as_mona.post(
        f"/moderation/rights/disputes/{Dispute.objects.get().uid}", {"upheld": "no", "outcome": "The score is Ada's."}
    )
    for client in (as_alice, as_charlie):
        assert "The score is Ada's." in read(client, address).text
