"""Files that go out say what holds for their work, whatever has changed, and never more than its holders said."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from libitum.accounts.models import User
from libitum.accounts.services import close_account
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_secret_link, create_track, delete_track, take_down, update_track
from libitum.catalog.viewers import ANYBODY, Viewer
from libitum.crawlers.services import ensure_signals
from libitum.media.addresses import download_address, original_address, track_media
from libitum.media.engine.containers import Container
from libitum.media.engine.stamp import StampingFailed, stamp
from libitum.media.models import JobState, Leftover, Master, ProcessingJob, Stage, Stamped, StampedKind
from libitum.media.services import leftovers, processing, stamps
from libitum.media.services.processing import run, stamped
from libitum.media.services.uploads import receive_file
from libitum.media.stamps import digest_of, reserved
from libitum.media.storage import media
from libitum.policy import Policy
from libitum.rights.tests.saying import accept, give, publish_terms, refuse
from libitum_verify.rights.facts import ANYBODY as ANY_TAKER

from .corpus import sounds
from .reading import said_in, samples
from .recordings import stored

# Of files and what is said of them: the database makes no difference.
pytestmark = pytest.mark.of_sqlite

Commit = Callable[..., AbstractContextManager[object]]
Read = Callable[[HttpResponseBase, Container], dict[str, str]]
TO_EVERYBODY = "share.public"
CLOSED, OPEN = Policy().tags, Policy(is_open=True).tags
DATA = sounds.wav(0.5)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Commit) -> Commit:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def work(committed: Commit) -> Callable[[], None]:
    """Whatever is due is made, and what nobody refers to any more is gone."""

    def work_and_sweep() -> None:
        with committed():
            processing.process_all()
        with committed():
            leftovers.remove_leftovers()
            leftovers.remove_originals()

    return work_and_sweep


@pytest.fixture
def piece(alice: User, ada: Artist, work: Callable[[], None], tmp_path: Path) -> Track:
    """A public track of Alice's with a recording that is ready."""
    accept(publish_terms(), alice)
    ensure_signals()
    track = create_track(actor=alice, artist=ada, title="Dawn", visibility=Visibility.PUBLIC, rights_basis="holder")
    send(track, DATA, tmp_path)
    work()
    track.refresh_from_db()
    return track


@pytest.fixture
def offered(piece: Track, work: Callable[[], None]) -> Track:
    """The same, for listeners to keep."""
    offer(piece)
    work()
    return piece


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """What a file that was sent says."""

    def said(response: HttpResponseBase, container: Container) -> dict[str, str]:
        assert response.status_code == 200
        path = tmp_path / "sent"
        path.write_bytes(response.getvalue())
        return said_in(path, container)

    return said


def send(track: Track, data: bytes, folder: Path) -> None:
    path = folder / "song.wav"
    path.write_bytes(data)
    receive_file(actor=track.artist.owner, track=track, path=path)


def offer(track: Track, *, downloadable: bool = True) -> None:
    update_track(actor=track.artist.owner, track=Track.objects.get(pk=track.pk), downloadable=downloadable)


def open_up(track: Track) -> None:
    give(track.artist.owner, TO_EVERYBODY, track=track, taker=ANY_TAKER)


def close(track: Track) -> None:
    refuse(track.artist.owner, TO_EVERYBODY, track=track, taker=ANY_TAKER)


def master_of(track: Track) -> Master:
    return track.masters.get(current=True)


def progressive(client: Client, track: Track) -> HttpResponseBase:
    found = track_media(Track.objects.get(pk=track.pk), ANYBODY)
    assert found is not None
    return client.get(found.progressive)


def download(client: Client, track: Track, **headers: str) -> HttpResponseBase:
    """As a listener gets it, by the page's link."""
    answer = client.get(f"/tracks/{track.uid}/download")
    return client.get(answer["Location"], headers=headers) if answer.status_code == 302 else answer


def stamped_files() -> set[str]:
    return {name for name in stored() if name.startswith("stamped/")}


class TestPlainRendition:
    def test_says_from_the_start_that_all_is_reserved(self, client: Client, piece: Track, read: Read) -> None:
        assert read(progressive(client, piece), Container.MP3) == CLOSED
        assert master_of(piece).says == digest_of(reserved())
        assert not Stamped.objects.exists()
        (row,) = [each for each in master_of(piece).renditions if each["kind"] == "mp3"]
        assert media().size(f"{master_of(piece).prefix}/progressive.mp3") == row["size"]

    def test_follows_the_word_for_everybody_and_its_withdrawal(
        self, client: Client, piece: Track, read: Read, committed: Commit, work: Callable[[], None]
    ) -> None:
        before = progressive(client, piece)
        with committed():
            open_up(piece)
        assert read(progressive(client, piece), Container.MP3) == CLOSED  # not yet made: says less, and plays on
        work()
        after = progressive(client, piece)
        assert read(after, Container.MP3) == OPEN
        assert after["ETag"] != before["ETag"]
        with committed():
            close(piece)
        closed = progressive(client, piece)  # at once, before anybody has worked
        assert closed["ETag"] == before["ETag"]
        assert read(closed, Container.MP3) == CLOSED
        work()
        assert not Stamped.objects.exists()
        assert stamped_files() == set()

    def test_sounds_the_same_and_plays_by_parts(
        self, client: Client, piece: Track, committed: Commit, work: Callable[[], None], tmp_path: Path
    ) -> None:
        base = progressive(client, piece).getvalue()
        with committed():
            open_up(piece)
        work()
        opened = progressive(client, piece)
        whole = opened.getvalue()
        for name, data in (("base", base), ("opened", whole)):
            (tmp_path / name).write_bytes(data)
        assert samples(tmp_path / "base", Container.MP3) == samples(tmp_path / "opened", Container.MP3)
        assert opened["Content-Length"] == str(len(whole)) == str(Stamped.objects.get().size)
        found = track_media(piece, ANYBODY)
        assert found is not None
        part = client.get(found.progressive, headers={"Range": "bytes=100-199", "If-Range": opened["ETag"]})
        assert (part.status_code, part.getvalue()) == (206, whole[100:200])
        assert client.get(found.progressive, headers={"If-None-Match": opened["ETag"]}).status_code == 304
        assert client.get(found.hls).status_code == 200

    def test_the_feed_tells_the_size_of_the_file_that_is_sent(
        self, client: Client, piece: Track, committed: Commit, work: Callable[[], None]
    ) -> None:
        for change in (lambda _track: None, open_up, close):
            with committed():
                change(piece)
            work()
            length = progressive(client, piece)["Content-Length"]
            assert f'length="{length}"' in client.get("/feed.xml").content.decode()

    def test_of_sets_made_before_is_made_up_for(
        self, client: Client, piece: Track, read: Read, work: Callable[[], None]
    ) -> None:
        master = master_of(piece)
        name = f"{master.prefix}/progressive.mp3"
        with media().open(name) as file:
            tagged = file.read()
        media().delete(name)
        path = Path(settings.MEDIA_ROOT) / name
        path.write_bytes(tagged[tagged.index(b"\xff\xfb") :])
        Master.objects.filter(pk=master.pk).update(says="")
        assert read(progressive(client, piece), Container.MP3) == {}
        assert stamps.settle_the_rest() == 1
        work()
        assert read(progressive(client, piece), Container.MP3) == CLOSED
        assert stamps.settle_the_rest() == 0

    def test_says_the_instances_new_address(
        self, client: Client, piece: Track, read: Read, work: Callable[[], None], settings: Settings
    ) -> None:
        settings.BASE_URL = "https://music.example"
        assert read(progressive(client, piece), Container.MP3) == CLOSED
        assert stamps.settle_the_rest() == 1
        work()
        there = {**CLOSED, "TDM-POLICY": "https://music.example/policies/tdm/1"}
        assert read(progressive(client, piece), Container.MP3) == there
        assert stamps.settle_the_rest() == 0


class TestDownload:
    def test_is_prepared_once_it_is_offered(
        self, client: Client, piece: Track, read: Read, work: Callable[[], None], tmp_path: Path
    ) -> None:
        offer(piece)
        assert ProcessingJob.objects.filter(stamped__isnull=False).get().state == JobState.WAITING
        work()
        sent = download(client, piece)
        assert read(sent, Container.WAV) == CLOSED
        assert sent["Content-Disposition"] == 'attachment; filename="Ada Ferrante - Dawn.wav"'
        assert sent["Content-Type"] == "audio/wav"
        assert int(sent["Content-Length"]) == Stamped.objects.get().size > len(DATA)
        (tmp_path / "original").write_bytes(DATA)
        assert samples(tmp_path / "sent", Container.WAV) == samples(tmp_path / "original", Container.WAV)
        part = download(client, piece, Range="bytes=10-19")
        assert (part.status_code, part["Content-Range"]) == (206, f"bytes 10-19/{sent['Content-Length']}")

    def test_of_ones_own_is_the_file_as_it_was_uploaded(self, client: Client, as_alice: Client, offered: Track) -> None:
        mine = download(as_alice, offered)
        assert mine.getvalue() == DATA
        assert mine["ETag"] != download(client, offered)["ETag"]

    def test_until_then_says_so_and_is_never_the_original(
        self, client: Client, as_alice: Client, piece: Track, bob: User
    ) -> None:
        offer(piece)
        page = client.get(f"/tracks/{piece.uid}/download")
        assert (page.status_code, page["Retry-After"]) == (503, "30")
        assert "being prepared" in page.content.decode()
        shown = client.get(piece.get_absolute_url()).content.decode()
        assert "This download is being prepared" in shown
        assert f"/tracks/{piece.uid}/download" not in shown
        told = client.get(f"/api/v1/tracks/{piece.uid}/original")
        assert (told.status_code, told.json()["code"], told["Retry-After"]) == (503, "not-ready", "30")
        for viewer in (ANYBODY, Viewer(user_id=bob.pk)):
            there = client.get(download_address(piece, master_of(piece), viewer).url)
            assert (there.status_code, there["Retry-After"]) == (503, "30")
            assert client.get(original_address(piece, master_of(piece), viewer).url).status_code == 404
        assert as_alice.get(f"/tracks/{piece.uid}/download").status_code == 302
        assert f"/tracks/{piece.uid}/download" in as_alice.get(piece.get_absolute_url()).content.decode()

    def test_the_api_tells_where_and_how_large(self, client: Client, as_alice: Client, offered: Track) -> None:
        theirs = client.get(f"/api/v1/tracks/{offered.uid}/original").json()
        sent = client.get(theirs["url"])
        assert (theirs["media_type"], str(theirs["size"])) == ("audio/wav", sent["Content-Length"])
        hers = as_alice.get(f"/api/v1/tracks/{offered.uid}/original").json()
        assert hers["size"] == len(DATA) == len(as_alice.get(hers["url"]).getvalue())

    def test_follows_the_word_and_says_open_no_longer_than_it_holds(
        self, client: Client, offered: Track, read: Read, committed: Commit, work: Callable[[], None]
    ) -> None:
        first = download(client, offered)
        with committed():
            open_up(offered)
        work()
        opened = download(client, offered)
        assert read(opened, Container.WAV) == OPEN
        assert opened["ETag"] != first["ETag"]
        address = client.get(f"/tracks/{offered.uid}/download")["Location"]
        with committed():
            close(offered)
        for answer in (client.get(address), download(client, offered)):
            assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        work()
        assert read(client.get(address), Container.WAV) == CLOSED
        assert len(stamped_files()) == 1

    def test_of_a_work_that_is_hidden_is_closed_again(
        self, client: Client, offered: Track, read: Read, committed: Commit, work: Callable[[], None]
    ) -> None:
        with committed():
            open_up(offered)
        work()
        track = Track.objects.get(pk=offered.pk)
        update_track(actor=track.artist.owner, track=track, visibility=Visibility.UNLISTED)
        by_link = Viewer(secret=create_secret_link(actor=track.artist.owner, work=track).token)
        address = download_address(track, master_of(track), by_link).url
        assert client.get(address).status_code == 503
        work()
        assert read(client.get(address), Container.WAV) == CLOSED

    def test_of_an_open_work_that_comes_out_by_the_clock(
        self, client: Client, offered: Track, read: Read, committed: Commit, work: Callable[[], None]
    ) -> None:
        with committed():
            open_up(offered)
        later = timezone.now() + timedelta(hours=1)
        Track.objects.filter(pk=offered.pk).update(publish_at=later)
        stamps.settle_the_rest()
        work()
        Track.objects.filter(pk=offered.pk).update(publish_at=timezone.now())
        assert read(download(client, offered), Container.WAV) == CLOSED
        assert stamps.settle_the_rest() == 1
        work()
        assert read(download(client, offered), Container.WAV) == OPEN

    def test_a_work_taken_down_gives_nothing(self, client: Client, offered: Track) -> None:
        address = client.get(f"/tracks/{offered.uid}/download")["Location"]
        take_down(work=offered)
        assert client.get(address).status_code == 404
        assert download(client, offered).status_code == 404

    def test_goes_when_it_is_no_longer_offered(self, client: Client, offered: Track, work: Callable[[], None]) -> None:
        address = client.get(f"/tracks/{offered.uid}/download")["Location"]
        offer(offered, downloadable=False)
        assert client.get(address).status_code == 404
        work()
        assert stamped_files() == set()
        assert not ProcessingJob.objects.filter(stamped__isnull=False).exists()

    def test_of_a_new_recording_takes_the_place_of_the_former(
        self, client: Client, offered: Track, work: Callable[[], None], tmp_path: Path
    ) -> None:
        former = Stamped.objects.get()
        send(offered, sounds.wav(0.8), tmp_path)
        work()
        row = Stamped.objects.get()
        assert row.master_id != former.master_id
        assert stamped_files() == {row.storage_name}
        assert int(download(client, offered)["Content-Length"]) == row.size

    def test_a_file_lost_by_the_storage_is_not_blamed_on_the_listener(self, client: Client, offered: Track) -> None:
        storages["media"].delete(Stamped.objects.get().storage_name)
        answer = download(client, offered)
        assert answer.status_code == 503
        assert b"not at its place" in answer.content  # type: ignore[attr-defined]


class TestWork:
    def test_by_a_policy_that_holds_no_more_publishes_nothing(
        self, client: Client, piece: Track, read: Read, committed: Commit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The word is withdrawn while the file that says "open" is being made."""
        offer(piece)
        with committed():
            open_up(piece)
        made = stamp

        def close_meanwhile(*args: object, **kwargs: object) -> Path:
            result = made(*args, **kwargs)  # type: ignore[arg-type]
            if Track.objects.get(pk=piece.pk).trainable_since is not None:
                with committed():
                    close(piece)
            return result

        monkeypatch.setattr(stamped, "stamp", close_meanwhile)
        with committed():
            processing.process_next()
        assert not Stamped.objects.exclude(prefix="").exists()
        with committed():
            processing.process_all()
        assert read(download(client, piece), Container.WAV) == CLOSED
        assert [row.kind for row in Stamped.objects.all()] == [StampedKind.DOWNLOAD]

    def test_changed_and_changed_back_makes_nothing_new(self, offered: Track, committed: Commit) -> None:
        before = Stamped.objects.get()
        with committed():
            open_up(offered)
        with committed():
            close(offered)
        processing.process_all()
        after = Stamped.objects.get(kind=StampedKind.DOWNLOAD)
        assert (after.prefix, after.wanted) == (before.prefix, after.digest)
        assert after.job.state == JobState.DONE

    def test_killed_before_the_row_is_begun_anew_and_swept(
        self, client: Client, piece: Track, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        offer(piece)

        def killed(*_args: object) -> None:
            raise SystemExit

        monkeypatch.setattr(stamped, "publish", killed)
        with pytest.raises(SystemExit):
            processing.process_next()
        monkeypatch.undo()
        (half,) = stamped_files()
        assert download(client, piece).status_code == 503
        past = timezone.now() - timedelta(seconds=1)
        ProcessingJob.objects.filter(state=JobState.RUNNING).update(lease_expires_at=past)
        work()
        assert download(client, piece).status_code == 200
        Leftover.objects.update(remove_after=timezone.now())
        work()
        assert stamped_files() == {Stamped.objects.get().storage_name}
        assert half not in stamped_files()

    def test_that_fails_is_told_and_tried_again_next_day(
        self, client: Client, piece: Track, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_args: object, **_kwargs: object) -> Path:
            raise StampingFailed("our mistake")

        monkeypatch.setattr(stamped, "stamp", fail)
        offer(piece)
        for _ in range(run.MOST_FAILURES):
            ProcessingJob.objects.filter(state=JobState.WAITING).update(run_after=timezone.now())
            processing.process_next()
        assert b"our fault" in client.get(f"/tracks/{piece.uid}/download").content
        assert master_of(piece).state == "ready"
        assert stamps.try_again() == stamps.settle_the_rest() == 0
        ProcessingJob.objects.filter(state=JobState.FAILED).update(finished_at=timezone.now() - timedelta(hours=25))
        assert stamps.try_again() == 1
        monkeypatch.undo()
        work()
        assert download(client, piece).status_code == 200

    def test_that_would_fill_the_disk_is_not_begun(self, piece: Track, settings: Settings) -> None:
        settings.DISK_RESERVE_BYTES = 1 << 60
        offer(piece)
        processing.process_next()
        job = ProcessingJob.objects.get(stamped__isnull=False)
        assert (job.state, job.reason) == (JobState.WAITING, "disk_full")

    def test_tells_its_stages(self, piece: Track) -> None:
        offer(piece)
        processing.process_all()
        assert ProcessingJob.objects.get(stamped__isnull=False).stage == Stage.PUBLISHING


class TestErasure:
    def test_of_a_track_takes_its_files(self, offered: Track, committed: Commit, work: Callable[[], None]) -> None:
        with committed():
            open_up(offered)
        work()
        assert len(stamped_files()) == 2
        delete_track(actor=offered.artist.owner, track=Track.objects.get(pk=offered.pk))
        work()
        assert stored() == set()
        assert not Leftover.objects.exists()

    def test_of_an_account_takes_its_files(self, offered: Track, work: Callable[[], None]) -> None:
        close_account(user=offered.artist.owner)
        work()
        assert stored() == set()

    def test_takes_what_was_being_published(
        self, piece: Track, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        offer(piece)
        publish = stamped.publish

        def delete_meanwhile(*args: object) -> None:
            delete_track(actor=piece.artist.owner, track=Track.objects.get(pk=piece.pk))
            publish(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(stamped, "publish", delete_meanwhile)
        processing.process_all()
        work()
        Leftover.objects.update(remove_after=timezone.now())
        work()
        assert stored() == set()


class TestSweeps:
    def test_keep_what_is_published(self, offered: Track, work: Callable[[], None]) -> None:
        row = Stamped.objects.get(master__track=offered)
        Leftover.objects.create(prefix=row.prefix, remove_after=timezone.now())
        work()
        assert stamped_files() == {row.storage_name}

    def test_make_what_no_signal_told(self, piece: Track, work: Callable[[], None]) -> None:
        Track.objects.filter(pk=piece.pk).update(downloadable=True)
        assert stamps.settle_the_rest() == 1
        work()
        assert Stamped.objects.get().digest == digest_of(reserved())
        Track.objects.filter(pk=piece.pk).update(downloadable=False)
        assert stamps.settle_the_rest() == 1
        assert not Stamped.objects.exists()

    def test_find_nothing_to_do_in_three_queries(
        self, offered: Track, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        assert Stamped.objects.filter(master__track=offered).exists()
        with django_assert_max_num_queries(3):
            assert stamps.settle_the_rest() == 0


def test_what_stamped_files_cost_in_queries(
    client: Client, offered: Track, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    found = track_media(offered, ANYBODY)
    assert found is not None
    with django_assert_max_num_queries(2):
        assert client.get(found.progressive).status_code == 200
    address = client.get(f"/tracks/{offered.uid}/download")["Location"]
    with django_assert_max_num_queries(2):
        assert client.get(address).status_code == 200
