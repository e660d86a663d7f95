import pytest

from libitum.ledger.privacy import SaltedHash, forget, pseudonym_of, salted_hash


@pytest.mark.django_db
def test_one_name_each_until_forgotten() -> None:
    name = pseudonym_of(kind="work", subject="abc")
    assert pseudonym_of(kind="work", subject="abc") == name
    assert pseudonym_of(kind="account", subject="abc") != name
    forget(kind="work", subject="abc")
    assert pseudonym_of(kind="work", subject="abc") != name


def test_only_value_and_salt_together_open_a_hash() -> None:
    made = salted_hash("Ada Ferrante")
    assert made.opens("Ada Ferrante")
    assert not made.opens("Zora Neri")
    assert not SaltedHash(made.digest, "00" * 32).opens("Ada Ferrante")
    assert salted_hash("Ada Ferrante").digest != made.digest
