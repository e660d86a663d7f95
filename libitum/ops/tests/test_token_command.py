from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from libitum.accounts.models import User
from libitum.accounts.tokens import user_of_token


def run(*words: str) -> str:
    out = StringIO()
    call_command("token", *words, stdout=out)
    return out.getvalue().strip()


def test_a_key_made_here_works_until_it_is_revoked_here(alice: User) -> None:
    raw = run("create", "--user", "Alice@example.org", "--scope", "read", "--scope", "upload", "--days", "7")
    assert user_of_token(raw) == (alice, frozenset({"read", "upload"}))
    listed = run("list", "--user", alice.email)
    uid = listed.split()[0]
    assert "read,upload" in listed
    assert raw not in listed
    run("revoke", uid)
    assert user_of_token(raw) is None
    assert "revoked" in run("list", "--user", alice.email)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("create", "--user", "nobody@example.org", "--scope", "read"), "nobody here"),
        (("create", "--user", "alice@example.org", "--scope", "moderate"), "Only moderators"),
        (("create", "--user", "alice@example.org", "--scope", "read", "--days", "0"), "from 1 to"),
        (("create", "--user", "alice@example.org", "--scope", "read", "--days", "9" * 30), "from 1 to"),
        (("create", "--user", "alice@example.org", "--scope", "all"), "invalid choice"),
        (("revoke", "aaaaaaaaaaaaaaaa"), "no key"),
    ],
)
def test_mistakes_are_answered_with_a_sentence(alice: User, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*words)
