"""What is kept of a track, and what is refused with a sentence."""

from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Tag, Track
from libitum.catalog.services import create_artist, create_track, set_tags, update_artist, update_track
from libitum.catalog.services.validation import ISRC


def refused(track: Track, **fields: Any) -> dict[str, list[str]]:
    before = Track.objects.filter(pk=track.pk).values().get()
    with pytest.raises(ValidationError) as error:
        update_track(actor=track.artist.owner, track=track, **fields)
    after = Track.objects.filter(pk=track.pk).values().get()
    assert after == before
    return error.value.message_dict


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": "   "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"genre": "polka-core"}, "genre"),
        ({"language": "klingon"}, "language"),
        ({"isrc": "QQ"}, "isrc"),
        ({"isrc": "123456789012"}, "isrc"),
        ({"licence": "wtfpl"}, "licence"),
        ({"ai_vocals": "a bit"}, "ai_vocals"),
        ({"visibility": "friends"}, "visibility"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"rights_basis": "licensed", "licence": "cc-by-4.0"}, "source_url"),
        ({"rights_basis": "licensed", "source_url": "https://example.org/"}, "licence"),
        ({"rights_basis": "", "visibility": "public"}, "rights_basis"),
        ({"rights_basis": "", "visibility": "private", "licence": "cc-by-4.0"}, "rights_basis"),
        ({"lyrics": "x" * 20_001}, "lyrics"),
        ({"lyrics": "x\0y"}, "lyrics"),
        ({"title": "x\0y"}, "title"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(song: Track, fields: dict[str, object], where: str) -> None:
    assert where in refused(song, **fields)


@pytest.mark.parametrize("written", ["IT-ABC-26-00001", "it abc 26 00001", "ITABC2600001"])
def test_an_isrc_is_taken_as_people_write_it(song: Track, written: str) -> None:
    assert update_track(actor=song.artist.owner, track=song, isrc=written).isrc == "ITABC2600001"


@given(st.from_regex(ISRC, fullmatch=True))
def test_an_isrc_has_twelve_characters(code: str) -> None:
    assert len(code) == 12


@pytest.mark.parametrize("field", ["artist", "uid", "taken_down_at", "audio_ready_at", "duration_ms"])
def test_columns_of_others_can_not_be_set(song: Track, field: str) -> None:
    with pytest.raises(TypeError):
        update_track(actor=song.artist.owner, track=song, **{field: None})


def test_a_slip_of_a_programmer_is_not_swallowed(song: Track) -> None:
    with pytest.raises(FieldDoesNotExist):
        update_track(actor=song.artist.owner, track=song, titel="x")


class TestCredits:
    def test_they_replace_each_other_in_order(self, song: Track, charlie: User) -> None:
        page = create_artist(actor=charlie, name="Charlie")
        rows: list[dict[str, object]] = [
            {"role": "composer", "name": " Ada  Ferrante ", "detail": ""},
            {"role": "mixing", "name": "Charlie", "artist": page},
        ]
        update_track(actor=song.artist.owner, track=song, credits=rows)
        found = [(credit.role, credit.name, credit.artist) for credit in song.credits.all()]
        assert found == [("composer", "Ada Ferrante", None), ("mixing", "Charlie", page)]
        update_track(actor=song.artist.owner, track=song, credits=rows[:1])
        assert song.credits.count() == 1
        update_track(actor=song.artist.owner, track=song, title="Other")
        assert song.credits.count() == 1, "what isn't given stays"

    def test_a_wrong_line_is_named_and_nothing_is_lost(self, song: Track) -> None:
        update_track(actor=song.artist.owner, track=song, credits=[{"role": "composer", "name": "Ada"}])
        problems = refused(song, credits=[{"role": "composer", "name": "Ada"}, {"role": "king", "name": "Elvis"}])
        assert problems["credits"][0].startswith("Line 2: ")
        assert [credit.name for credit in song.credits.all()] == ["Ada"]

    def test_a_name_stays_when_the_page_goes(self, song: Track, charlie: User) -> None:
        page = create_artist(actor=charlie, name="Charlie")
        update_track(actor=song.artist.owner, track=song, credits=[{"role": "other", "name": "C", "artist": page}])
        page.delete()
        assert [(credit.name, credit.artist) for credit in song.credits.all()] == [("C", None)]


class TestTags:
    def test_one_word_in_other_letters_is_one_tag(self, song: Track) -> None:
        set_tags(song, ["Field Recording", "#sea", "SEA", "  field   recording ", "", "#", "海"])
        assert {tag.slug: tag.name for tag in song.tags.all()} == {
            "field-recording": "Field Recording",
            "sea": "sea",
            "海": "海",
        }

    def test_the_first_spelling_stays(self, song: Track, ada: Artist) -> None:
        set_tags(song, ["Sea"])
        other = create_track(actor=ada.owner, artist=ada, title="Other")
        set_tags(other, ["sea"])
        assert Tag.objects.get().name == "Sea"

    def test_thirty_are_enough(self, song: Track) -> None:
        assert "tags" in refused(song, tags=[f"tag{number}" for number in range(31)])

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
    @given(st.lists(st.text(max_size=60), max_size=10))
    def test_any_words_are_tags_or_nothing(self, song: Track, words: list[str]) -> None:
        set_tags(song, words)
        assert all(tag.slug and tag.name.isprintable() and len(tag.name) <= 40 for tag in song.tags.all())


class TestArtists:
    def test_links_replace_each_other(self, ada: Artist) -> None:
        update_artist(actor=ada.owner, artist=ada, links=[{"label": "Site", "url": "https://example.org/"}])
        update_artist(actor=ada.owner, artist=ada, place="Muggia")
        assert [link.url for link in ada.links.all()] == ["https://example.org/"]

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "example", "data:text/html,x", ""])
    def test_a_link_leads_to_a_web_page(self, ada: Artist, url: str) -> None:
        with pytest.raises(ValidationError) as error:
            update_artist(actor=ada.owner, artist=ada, links=[{"label": "Site", "url": url}])
        assert "links" in error.value.message_dict
        assert not ada.links.exists()
