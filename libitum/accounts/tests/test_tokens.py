"""A key opens what it was made for, to whom it belongs, as long as it is valid; and nothing is kept that opens."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from libitum.accounts.models import ApiToken, Scope, User
from libitum.accounts.tokens import create_token, find_token, revoke_token, user_of_token


@pytest.fixture
def made(alice: User) -> tuple[ApiToken, str]:
    return create_token(user=alice, name="my script", scopes=[Scope.READ, Scope.WORKS])


def test_the_key_leads_to_its_person_and_scopes(alice: User, made: tuple[ApiToken, str]) -> None:
    token, raw = made
    assert raw.startswith(f"libitum_{token.uid}_")
    assert user_of_token(raw) == (alice, frozenset({"read", "works"}))


def test_nothing_stored_contains_the_key(made: tuple[ApiToken, str]) -> None:
    token, raw = made
    secret = raw.removeprefix(f"libitum_{token.uid}_")
    stored = ApiToken.objects.filter(pk=token.pk).values().get()
    assert not any(secret in str(value) for value in stored.values())


@pytest.mark.parametrize("change", ["expires_at", "revoked_at"])
def test_an_expired_or_revoked_key_opens_nothing(made: tuple[ApiToken, str], change: str) -> None:
    token, raw = made
    ApiToken.objects.filter(pk=token.pk).update(**{change: timezone.now() - timedelta(seconds=1)})
    assert user_of_token(raw) is None


def test_the_key_of_a_suspended_person_opens_nothing(alice: User, made: tuple[ApiToken, str]) -> None:
    alice.is_active = False
    alice.save()
    assert user_of_token(made[1]) is None


def test_other_texts_open_nothing(made: tuple[ApiToken, str]) -> None:
    token, raw = made
    flipped = raw[:-1] + ("A" if raw[-1] != "A" else "B")
    for text in [
        "",
        "libitum_",
        flipped,
        raw + " ",
        raw.upper(),
        raw.replace(token.uid, "a" * 16),
        "x" * 10_000,
        "é" * 65,
    ]:
        assert user_of_token(text) is None


def test_use_is_noted_at_most_once_a_minute(
    made: tuple[ApiToken, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token, raw = made
    with django_assert_num_queries(2):
        assert find_token(raw) is not None
    with django_assert_num_queries(1):
        assert find_token(raw) is not None
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now() - timedelta(minutes=2))
    assert find_token(raw) is not None
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert timezone.now() - token.last_used_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"scopes": ["moderate"]}, "scopes"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "expires_at"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(alice: User, fields: dict[str, object], field: str) -> None:
    asked = {"user": alice, "name": "script", "scopes": ["read"], **fields}
    with pytest.raises(ValidationError) as refusal:
        create_token(**asked)  # type: ignore[arg-type]
    assert field in refusal.value.message_dict


def test_moderators_can_let_a_program_moderate(mona: User) -> None:
    token, _raw = create_token(user=mona, name="queue", scopes=["moderate"])
    assert token.scopes == ["moderate"]


def test_nobody_revokes_the_key_of_another(bob: User, made: tuple[ApiToken, str]) -> None:
    with pytest.raises(PermissionDenied):
        revoke_token(actor=bob, token=made[0])
    assert user_of_token(made[1]) is not None


def test_there_is_an_end_to_keys_in_use(alice: User) -> None:
    for number in range(50):
        token, _raw = create_token(user=alice, name=f"script {number}", scopes=["read"])
    with pytest.raises(ValidationError, match="50"):
        create_token(user=alice, name="one too many", scopes=["read"])
    revoke_token(actor=alice, token=token)
    create_token(user=alice, name="instead", scopes=["read"])
