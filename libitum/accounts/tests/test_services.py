import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from libitum.accounts.models import User
from libitum.accounts.services import close_account, create_person, update_profile
from libitum.catalog.models import Artist, SearchDocument, Track


def test_the_operator_makes_an_account_that_needs_no_confirmation(db: None) -> None:
    dora = create_person(email="Dora@Example.ORG", password="a clear night in March", name=" Dora  Neri ")
    assert (dora.email, dora.name, dora.is_adult) == ("dora@example.org", "Dora Neri", False)
    address = EmailAddress.objects.get(user=dora)
    assert (address.verified, address.primary) == (True, True)


def test_an_address_belongs_to_one_person(alice: User) -> None:
    with pytest.raises(ValidationError) as error:
        create_person(email=alice.email.upper(), password="x", name="Another")
    assert "email" in error.value.message_dict


@pytest.mark.parametrize("name", ["", "   ", "!!!", "alice@example.org", "Al\u0000ice"])
def test_a_name_others_can_read(alice: User, name: str) -> None:
    with pytest.raises(ValidationError) as error:
        update_profile(user=alice, name=name)
    assert "name" in error.value.message_dict
    alice.refresh_from_db()
    assert alice.name == "Alice"


def test_a_language_we_speak(alice: User) -> None:
    assert update_profile(user=alice, language="fr").language == "fr"
    with pytest.raises(ValidationError) as error:
        update_profile(user=alice, language="tlh")
    assert "language" in error.value.message_dict


def test_closing_an_account_takes_its_works_along_and_no_others(alice: User, song: Track, charlie: User) -> None:
    other = Artist.objects.create(owner=charlie, name="Charlie", slug="charlie")
    close_account(user=alice)
    assert list(User.objects.all()) == [charlie]
    assert list(Artist.objects.all()) == [other]
    assert not Track.objects.exists()
    assert not SearchDocument.objects.exists()
