"""A folder and a table become tracks and releases; what was imported is not imported again."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track, Visibility
from libitum.catalog.services import create_artist, create_track
from libitum.media.bulk import Action, Chosen, Folder, Plan, Recording, import_rows, make_plan, prepare_rows, read_table
from libitum.media.models import Upload, UploadState
from libitum.media.parts import Part
from libitum.media.services.uploads import create_upload

Planner = Callable[[str], Plan]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "masters"
    (root / "cd1").mkdir(parents=True)
    (root / "dusk.wav").write_bytes(b"dusk" * 1000)
    (root / "cd1" / "dawn.wav").write_bytes(b"dawn" * 1000)
    (root / "empty.wav").touch()
    return root


@pytest.fixture
def planned(alice: User, ada: Artist, folder: Path) -> Planner:
    def plan(table: str) -> Plan:
        return make_plan(actor=alice, artist=ada, rows=read_table(table.encode()), recordings=Folder(folder))

    return plan


def problems(plan: Plan) -> list[str]:
    return [problem for row in plan.rows for problem in row.problems]


FULL = """file;title;release;kind;position;date;genre;tags;isrc;language;licence;rights_basis;explicit;downloadable;\
visibility;publish_at;description;lyrics;credits;ai_vocals;ai_postproduction
dusk.wav;Dusk;Evening Songs;ep;2;1998;folk;evening, guitar;it-xyz-26-00001;Italian;CC BY 4.0;holder;no;yes;\
public;2026-05-04T18:00+02:00;For E.;La sera;"composer:Ada Ferrante; Vocals:@ada-ferrante; mixing:Mira Kos";\
none;assisted
cd1\\dawn.wav;Dawn;Evening Songs;ep;1;2026-05-04;;;;zxx;;holder;;;public;;;;;;
"""


def test_everything_a_row_says_is_on_the_track(planned: Planner, alice: User, ada: Artist) -> None:
    plan = planned(FULL)
    assert problems(plan) == []
    outcomes = import_rows(actor=alice, plan=plan)
    assert [outcome.sentence for outcome in outcomes] == ["", ""]
    dusk = Track.objects.get(title="Dusk")
    assert (dusk.genre, dusk.isrc, dusk.language, dusk.licence) == ("folk", "ITXYZ2600001", "it", "cc-by-4.0")
    assert (dusk.rights_basis, dusk.explicit, dusk.downloadable) == ("holder", False, True)
    assert (dusk.visibility, dusk.publish_at) == ("public", datetime(2026, 5, 4, 16, 0, tzinfo=UTC))
    assert (dusk.recorded_year, dusk.description, dusk.lyrics) == (1998, "For E.", "La sera")
    assert (dusk.ai_vocals, dusk.ai_lyrics, dusk.ai_postproduction) == ("none", "", "assisted")
    assert sorted(dusk.tags.values_list("name", flat=True)) == ["evening", "guitar"]
    assert [(credit.role, credit.name, credit.artist) for credit in dusk.credits.all()] == [
        ("composer", "Ada Ferrante", None),
        ("vocals", "Ada Ferrante", ada),
        ("mixing", "Mira Kos", None),
    ]
    assert Track.objects.get(title="Dawn").publish_at == datetime(2026, 5, 4, tzinfo=UTC)


def test_the_release_has_its_tracks_in_the_order_of_their_numbers(planned: Planner, alice: User, ada: Artist) -> None:
    import_rows(actor=alice, plan=planned(FULL))
    release = Release.objects.get()
    assert (release.title, release.kind, release.artist, release.visibility) == ("Evening Songs", "ep", ada, "public")
    assert [entry.track.title for entry in release.release_tracks.all()] == ["Dawn", "Dusk"]


def test_the_recordings_go_the_way_of_anybodys(planned: Planner, alice: User, folder: Path) -> None:
    import_rows(actor=alice, plan=planned(FULL))
    upload = Upload.objects.get(track__title="Dawn")
    assert (upload.state, upload.filename, upload.owner) == (UploadState.RECEIVED, "dawn.wav", alice)
    assert upload.job
    assert Part(upload.uid).path.read_bytes() == (folder / "cd1" / "dawn.wav").read_bytes()


def test_what_was_imported_is_skipped_and_nothing_is_doubled(planned: Planner, alice: User) -> None:
    import_rows(actor=alice, plan=planned(FULL))
    again = planned(FULL)
    assert [row.action for row in again.rows] == [Action.SKIP, Action.SKIP]
    import_rows(actor=alice, plan=again)
    assert (Track.objects.count(), Upload.objects.count(), Release.objects.count()) == (2, 2, 1)
    assert Release.objects.get().release_tracks.count() == 2


def test_other_bytes_under_the_same_title_are_another_track(planned: Planner, alice: User, folder: Path) -> None:
    import_rows(actor=alice, plan=planned("file,title\ndusk.wav,Dusk\n"))
    (folder / "dusk.wav").write_bytes(b"better")
    assert planned("file,title\ndusk.wav,Dusk\n").rows[0].action == Action.IMPORT


def test_a_refused_recording_may_be_imported_again(planned: Planner, alice: User) -> None:
    import_rows(actor=alice, plan=planned("file,title\ndusk.wav,Dusk\n"))
    Upload.objects.update(state=UploadState.REFUSED)
    assert planned("file,title\ndusk.wav,Dusk\n").rows[0].action == Action.FILL


def test_a_track_that_waits_for_its_recording_gets_it(planned: Planner, alice: User, ada: Artist) -> None:
    waiting = create_track(actor=alice, artist=ada, title="Dusk", description="Mine")
    plan = planned("file,title,genre\ndusk.wav,Dusk,folk\n")
    assert plan.rows[0].action == Action.FILL
    import_rows(actor=alice, plan=plan)
    waiting.refresh_from_db()
    assert (waiting.genre, waiting.description) == ("folk", "Mine")
    assert Upload.objects.get().track == waiting


@pytest.mark.django_db(transaction=True)
def test_an_import_that_was_cut_off_goes_on(planned: Planner, alice: User, ada: Artist) -> None:
    """Killed while it copied: the track is there, half a recording lies in the uploads."""
    track = create_track(actor=alice, artist=ada, title="Dusk")
    half = create_upload(actor=alice, length=4000, filename="dusk.wav", track=track)
    with Part(half.uid).write() as writer:
        writer.append(b"dusk")
    import_rows(actor=alice, plan=planned("file,title\ndusk.wav,Dusk\n"))
    half.refresh_from_db()
    assert half.state == UploadState.TERMINATED
    assert not Part(half.uid).path.exists()
    assert Upload.objects.get(state=UploadState.RECEIVED).track == track


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"file": ""}, "file: The row names no recording."),
        ({"file": "nothing.wav"}, "file: “nothing.wav” is not among the recordings."),
        ({"file": "../secret.wav"}, "file: “../secret.wav” is not among"),
        ({"file": "/etc/passwd"}, "not among the recordings"),
        ({"file": "link.wav"}, "not among the recordings"),
        ({"file": "empty.wav"}, "file: This file is empty"),
        ({"title": ""}, "title: The track needs a title."),
        ({"title": "x" * 201}, "title: "),
        ({"artist": "Somebody"}, "artist: You have no page as “Somebody”."),
        ({"genre": "polka"}, "genre: “polka” isn't among"),
        ({"language": "klingon"}, "language: “klingon”"),
        ({"licence": "CC BY 9.0"}, "licence: “CC BY 9.0”"),
        ({"licence": "CC BY 4.0"}, "rights_basis: "),
        ({"visibility": "public"}, "rights_basis: "),
        ({"visibility": "secret"}, "visibility: “secret”"),
        ({"rights_basis": "licensed"}, "source_url: "),
        ({"source_url": "not an address"}, "source_url: "),
        ({"isrc": "12"}, "isrc: "),
        ({"date": "4 May"}, "date: “4 May” is no date."),
        ({"date": "2026-02-30"}, "date: "),
        ({"publish_at": "soon"}, "publish_at: “soon” is no date."),
        ({"explicit": "perhaps"}, "explicit: “perhaps” is neither yes nor no."),
        ({"position": "0"}, "position: “0” is no number"),
        ({"position": "first"}, "position: "),
        ({"kind": "mixtape"}, "kind: "),
        ({"credits": "Ada Ferrante"}, "credits: “Ada Ferrante” isn't written as role:name."),
        ({"credits": "whistler:Ada"}, "credits: “whistler” isn't among"),
        ({"credits": "vocals:@nobody"}, "credits: There is no page here with the address “nobody”."),
        ({"ai_vocals": "some"}, "ai_vocals: “some”"),
    ],
)
def test_each_error_is_said_with_its_column(
    planned: Planner, folder: Path, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    (tmp_path / "secret.wav").write_bytes(b"secret")
    (folder / "link.wav").symlink_to(tmp_path / "secret.wav")
    row = {"file": "dusk.wav", "title": "Dusk", **cells}
    plan = planned(";".join(row) + "\n" + ";".join(row.values()) + "\n")
    assert any(said in problem for problem in problems(plan)), problems(plan)
    assert plan.rows[0].action == Action.ERROR
    assert not Track.objects.exists()


def test_several_errors_of_a_row_are_all_said(planned: Planner) -> None:
    plan = planned("file,title,genre,isrc\nno.wav,,polka,1\n")
    assert len(plan.rows[0].problems) >= 4


def test_a_comma_too_many_is_explained(planned: Planner) -> None:
    assert "quotation marks" in problems(planned("file,title\ndusk.wav,Dusk, take two\n"))[0]


def test_the_same_row_twice_is_an_error(planned: Planner) -> None:
    assert "row 2" in problems(planned("file,title\ndusk.wav,Dusk\ndusk.wav,Dusk\n"))[0]


def test_one_release_has_one_kind(planned: Planner) -> None:
    plan = planned("file,title,release,kind\ndusk.wav,A,R,ep\ncd1/dawn.wav,B,R,album\n")
    assert [row.action for row in plan.rows] == [Action.ERROR, Action.ERROR]


def test_a_name_that_two_recordings_have_needs_its_folder(planned: Planner, folder: Path) -> None:
    (folder / "cd2").mkdir()
    (folder / "cd2" / "dawn.wav").write_bytes(b"other")
    assert planned("file,title\ndawn.wav,Dawn\n").rows[0].action == Action.ERROR
    assert planned("file,title\nCD2/Dawn.wav,Dawn\n").rows[0].action == Action.IMPORT


def test_rows_can_name_another_page_of_the_same_person(planned: Planner, alice: User) -> None:
    other = create_artist(actor=alice, name="Ada & Band")
    plan = planned("file,title,artist\ndusk.wav,A,Ada & Band\ncd1/dawn.wav,B,ada-band\n")
    assert [row.artist for row in plan.rows] == [other, other]


def test_rows_cannot_name_somebody_elses_page(planned: Planner, charlie: User) -> None:
    create_artist(actor=charlie, name="Carlo")
    assert "You have no page as “carlo”." in problems(planned("file,title,artist\ndusk.wav,A,carlo\n"))[0]


def test_what_does_not_fit_the_quota_is_said_before(planned: Planner, alice: User) -> None:
    alice.quota_bytes = 5000
    alice.save()
    assert planned("file,title\ndusk.wav,A\n").problem == ""
    assert "5,000" in (problem := planned("file,title\ndusk.wav,A\ncd1/dawn.wav,B\n").problem) or "KB" in problem


def test_a_row_that_fails_leaves_nothing_and_the_others_go_on(
    planned: Planner, alice: User, folder: Path, settings: LazySettings
) -> None:
    plan = planned("file,title\ndusk.wav,Dusk\ncd1/dawn.wav,Dawn\n")
    (folder / "dusk.wav").unlink()
    outcomes = import_rows(actor=alice, plan=plan)
    assert outcomes[0].failed
    assert outcomes[0].sentence
    assert [track.title for track in Track.objects.all()] == ["Dawn"]


def test_recordings_described_from_afar_make_tracks_to_send_them_to(alice: User, ada: Artist) -> None:
    chosen = Chosen([Recording("Album/01 Dusk.wav", 4000, "a" * 64)])
    rows = read_table(b"file,title,release\n01 dusk.wav,Dusk,Songs\n")
    plan = make_plan(actor=alice, artist=ada, rows=rows, recordings=chosen)
    outcome = prepare_rows(actor=alice, plan=plan)[0]
    assert outcome.track is not None
    assert (outcome.track.visibility, outcome.upload) == (Visibility.PRIVATE, None)
    assert not Upload.objects.exists()
    again = make_plan(actor=alice, artist=ada, rows=rows, recordings=chosen)
    assert (again.rows[0].action, again.rows[0].track) == (Action.FILL, outcome.track)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "works.csv"
    path.write_text("file,title,genre\ndusk.wav,Dusk,folk\ncd1/dawn.wav,Dawn,polka\n")
    return path


def command(
    folder: Path, table: Path, *more: str, owner: str = "alice@example.org", artist: str = "ada-ferrante"
) -> str:
    out = StringIO()
    call_command("import-works", str(folder), *more, csv=table, owner=owner, artist=artist, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_and_does_nothing(ada: Artist, folder: Path, table: Path) -> None:
    table.write_text("file,title\ndusk.wav,Dusk\n")
    assert "1 to import, 0 with errors." in command(folder, table, "--dry-run")
    assert not Track.objects.exists()


def test_errors_stop_the_command_before_it_begins(ada: Artist, folder: Path, table: Path) -> None:
    with pytest.raises(CommandError, match="Nothing was imported"):
        command(folder, table)
    assert not Track.objects.exists()


def test_the_good_rows_can_go_alone(ada: Artist, folder: Path, table: Path) -> None:
    assert "Received: Dusk" in command(folder, table, "--skip-errors")
    assert [track.title for track in Track.objects.all()] == ["Dusk"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"owner": "nobody@example.org"}, "no active account"),
        ({"artist": "nobody"}, "no page with the address"),
        ({"folder": Path("/nowhere")}, "no folder"),
        ({"table": Path("/nowhere.csv")}, "No such file"),
    ],
)
def test_what_the_command_does_not_find_it_names(
    ada: Artist, folder: Path, table: Path, changed: dict[str, object], said: str
) -> None:
    arguments = {"folder": folder, "table": table, **changed}
    with pytest.raises(CommandError, match=said):
        command(**arguments)  # type: ignore[arg-type]
