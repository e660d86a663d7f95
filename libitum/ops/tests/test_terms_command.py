"""`libitum terms`: an operator drafts, looks, announces; and `libitum check` tells of what was altered."""

import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from libitum.accounts.models import User
from libitum.ops.inspection import terms_are_as_published
from libitum.rights.models import TermsText, TermsVersion
from libitum.rights.services.terms import ensure_first_version
from libitum.rights.wording.folder import SHIPPED


def terms(*arguments: str) -> str:
    out = StringIO()
    call_command("terms", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped terms, at another price."""
    copy = tmp_path / "ours"
    shutil.copytree(SHIPPED / "1", copy)
    text = (copy / "en.md").read_text(encoding="utf-8")
    (copy / "en.md").write_text(text.replace("costs nothing", "costs ten euros"), encoding="utf-8")
    return copy


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_from_a_folder_to_an_announcement(bob: User, folder: Path) -> None:
    ensure_first_version()
    assert "Version 2 is drafted" in terms("draft", str(folder))
    shown = terms("diff")
    assert "[-nothing.-]{+ten euros.+}" in shown
    assert "need 30 days' notice" in shown
    with pytest.raises(CommandError, match="30 days"):
        terms("announce", "--from", in_days(10))
    assert "Version 2 is announced" in terms("announce", "--from", in_days(32))
    listed = terms("list")
    assert "1  effective" in listed
    assert "0 of 1 letters sent" in listed


def test_what_is_missing_is_named(db: None, folder: Path) -> None:
    with pytest.raises(CommandError, match="There is no draft"):
        terms("diff")
    (folder / "it.md").unlink()
    with pytest.raises(CommandError, match=r"it\.md can't be read"):
        terms("draft", str(folder))


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("clause.json", "{", "is not JSON"),
        ("clause.json", "[]", "a class to each purpose"),
        ("clause.json", '{"svc.everything": "N"}', "There is no purpose"),
        ("clause.json", '{"svc.deliver": "Y"}', "one of N, D, O and K"),
        ("clause.json", '{"gen.train.voice": "D"}', "whatever the terms say"),
        ("fr.md", "Rien.", "where the AI section stands"),
        ("fr.md", "<!-- ai -->\n<!-- ai -->", "where the AI section stands"),
        ("fr.md", "<!-- ai -->\n" + "x" * 100_001, "too long"),
    ],
)
def test_a_folder_that_is_no_terms_is_refused(db: None, folder: Path, file: str, text: str, sentence: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        terms("draft", str(folder))
    assert not TermsVersion.objects.exists()


def test_check_tells_of_an_altered_text(db: None, folder: Path) -> None:
    ensure_first_version()
    assert terms_are_as_published() is None
    TermsText.objects.filter(language="en").update(body="Other words")
    sentence = terms_are_as_published()
    assert sentence is not None
    assert "version 1 in database" in sentence
    terms("draft", str(folder))
    with pytest.raises(CommandError, match="not what was published"):
        terms("announce", "--from", in_days(32))
