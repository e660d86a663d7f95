"""After somebody's death, by programs: the operator records it, and the successor refuses for the music."""

from datetime import timedelta

from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.models import Word
from libitum.rights.selectors.marks import mark_of
from libitum.rights.services.parties import party_of
from libitum.rights.tests.saying import accept, publish_terms

from .programs import fields_of, json_of, program_of


def test_from_the_death_to_a_refusal(song: Track, alice: User, bob: User, charlie: User, mona: User) -> None:
    accept(publish_terms(), alice)
    yesterday = (timezone.now() - timedelta(days=1)).date().isoformat()
    moderator = program_of(mona, "moderate")
    assert moderator.get("/moderation/deaths").status_code == 404, "a moderator is no operator"
    User.objects.filter(pk=mona.pk).update(is_superuser=True)
    operator = program_of(mona, "moderate")
    assert fields_of(operator.post("/moderation/deaths", email="nobody@example.org", died_on=yesterday)) == {"email"}
    died = json_of(operator.post("/moderation/deaths", email=alice.email, died_on=yesterday))
    assert (died["name"], died["successor"]) == ("Alice", "")
    his = program_of(bob, "consent")
    assert json_of(his.get("/successions"))["items"] == []
    assert his.get(f"/consents?for={died['id']}").status_code == 404
    fields = {"email": bob.email, "evidence": "Certificate of 3 May, seen."}
    named = json_of(operator.send("put", f"/moderation/deaths/{died['id']}/successor", fields))
    assert named["successor"] == "Bob"
    assert json_of(operator.get("/moderation/deaths"))["items"] == [named]
    assert [row["id"] for row in json_of(his.get("/successions"))["items"]] == [died["id"]]

    decisions = [{"purpose": "disc.search", "allowed": False, "track": song.uid}]
    assert his.post("/consents", decisions=decisions).status_code == 422, "it is not his own music"
    assert program_of(charlie, "consent").post(f"/consents?for={died['id']}", decisions=decisions).status_code == 404
    assert his.post(f"/consents?for={died['id']}", decisions=decisions).status_code == 201
    assert not mark_of(song).answers["disc.search"].says_yes
    (row,) = json_of(his.get(f"/consents?for={died['id']}"))["items"]
    assert (row["purpose"], row["track"]) == ("disc.search", song.uid)
    assert Word.objects.get().party == party_of(alice)
    assert json_of(his.get("/consents"))["items"] == []
