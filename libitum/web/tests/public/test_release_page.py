from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Visibility
from libitum.catalog.services import create_artist, create_release

from .conftest import Publish
from .pages import read


def test_tracks_stand_in_order_with_lengths_and_the_total(
    client: Client, publish: Publish, alice: User, ada: Artist
) -> None:
    tracks = [publish("Third in time"), publish("Second in time"), publish("First in time")]
    release = create_release(actor=alice, artist=ada, title="Album", tracks=tracks, visibility=Visibility.PUBLIC)
    page = read(client, release.get_absolute_url())
    places = [page.text.index(track.title) for track in tracks]
    assert places == sorted(places)
    assert "3 tracks 9:00" in page.text
    plays = [given["data-play"] for given in page.find("button") if "data-play" in given]
    assert plays == [tracks[0].uid, *(track.uid for track in tracks)]  # the large one first: everything in order


def test_one_licence_is_named_once_and_several_with_their_numbers(
    client: Client, publish: Publish, alice: User, ada: Artist
) -> None:
    tracks = [publish("One", licence="cc-by-4.0"), publish("Two", licence="cc-by-4.0")]
    release = create_release(actor=alice, artist=ada, title="Album", tracks=tracks, visibility=Visibility.PUBLIC)
    text = read(client, release.get_absolute_url()).text
    assert text.count("CC BY 4.0") == 1
    assert "number" not in text
    mixed = create_release(
        actor=alice, artist=ada, title="Mixed", tracks=[*tracks, publish("Three")], visibility=Visibility.PUBLIC
    )
    text = read(client, mixed.get_absolute_url()).text
    assert "CC BY 4.0 , numbers 1, 2" in text
    assert "All rights reserved , number 3" in text


def test_a_track_by_somebody_else_names_them(client: Client, publish: Publish, alice: User, ada: Artist) -> None:
    other = create_artist(actor=alice, name="The Others")
    tracks = [publish("Own"), publish("Guest piece", artist=other)]
    release = create_release(actor=alice, artist=ada, title="Album", tracks=tracks, visibility=Visibility.PUBLIC)
    assert "Guest piece The Others" in read(client, release.get_absolute_url()).text


def test_an_album_for_machines_lists_its_recordings(client: Client, publish: Publish, alice: User, ada: Artist) -> None:
    tracks = [publish("One"), publish("Two")]
    release = create_release(actor=alice, artist=ada, title="Album", tracks=tracks, visibility=Visibility.PUBLIC)
    page = read(client, release.get_absolute_url())
    album = page.data[0]
    assert (album["@type"], album["name"], album["numTracks"]) == ("MusicAlbum", "Album", 2)
    assert [each["name"] for each in album["track"]] == ["One", "Two"]
    assert page.meta("og:type") == "music.album"


def test_an_empty_release_is_calm(client: Client, alice: User, ada: Artist) -> None:
    release = create_release(actor=alice, artist=ada, title="Album", visibility=Visibility.PUBLIC)
    assert "None of its tracks can be heard yet." in read(client, release.get_absolute_url()).text
