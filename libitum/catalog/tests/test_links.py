"""Secret links: made, copied, run out, revoked."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from libitum.catalog.models import SecretLink, Track
from libitum.catalog.services import create_secret_link, revoke_secret_link


def test_each_has_a_key_nobody_guesses(song: Track) -> None:
    tokens = {create_secret_link(actor=song.artist.owner, work=song).token for _again in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) == 32


def test_a_link_that_has_run_out_already_can_not_be_made(song: Track) -> None:
    with pytest.raises(ValidationError) as error:
        create_secret_link(actor=song.artist.owner, work=song, expires_at=timezone.now())
    assert "expires_at" in error.value.message_dict


def test_it_runs_out_at_its_time(song: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    until = timezone.now() + timedelta(hours=1)
    link = create_secret_link(actor=song.artist.owner, work=song, expires_at=until)
    assert SecretLink.objects.active().get() == link
    monkeypatch.setattr(timezone, "now", lambda: until)
    assert not link.is_active
    assert not SecretLink.objects.active().exists()


def test_revoked_twice_is_revoked_once(song: Track) -> None:
    link = create_secret_link(actor=song.artist.owner, work=song)
    revoke_secret_link(actor=song.artist.owner, link=link)
    first = link.revoked_at
    revoke_secret_link(actor=song.artist.owner, link=link)
    assert link.revoked_at == first


def test_a_link_opens_one_work(song: Track) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SecretLink.objects.create()


def test_a_label_too_long_is_refused(song: Track) -> None:
    with pytest.raises(ValidationError):
        create_secret_link(actor=song.artist.owner, work=song, label="x" * 81)
