"""Every write about a person, keys of programs (`tokens.py`) and sessions (`sessions.py`) apart."""

from datetime import date

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .ages import is_adult
from .models import User
from .signals import account_closing


def clean_name(name: str) -> str:
    """The name others see, on one line. Raises ValidationError."""
    clean = " ".join(name.split())
    if not clean.isprintable() or not any(character.isalnum() for character in clean):
        raise ValidationError(_("A name needs letters or digits."))
    try:
        validate_email(clean)
    except ValidationError:
        return clean
    raise ValidationError(_("Everybody would see this e-mail address: choose another name."))


@transaction.atomic
def create_person(*, email: str, password: str | None, name: str, is_adult: bool = False, **fields: object) -> User:
    """An account made by the operator, whose address needs no confirmation. Raises ValidationError."""
    user = User(email=User.objects.normalize_email(email).lower(), name=clean_name(name), is_adult=is_adult, **fields)
    user.set_password(password)
    user.full_clean()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@transaction.atomic
def update_profile(
    *, user: User, name: str | None = None, language: str | None = None, hides_generated: bool | None = None
) -> User:
    """Change what is given. Raises ValidationError."""
    if name is not None:
        user.name = named(name)
    if language is not None:
        if language and language not in dict(settings.LANGUAGES):
            raise ValidationError({"language": _("We don't speak this language.")})
        user.language = language
    if hides_generated is not None:
        user.hides_generated = hides_generated
    user.full_clean(exclude=["password", "email"])
    user.save(update_fields=["name", "language", "hides_generated"])
    return user


def named(name: str) -> str:
    try:
        return clean_name(name)
    except ValidationError as error:
        raise ValidationError({"name": error.messages}) from error


@transaction.atomic
def confirm_age(*, user: User, born_on: date) -> bool:
    """Whether this makes an adult of the person. The date itself is kept nowhere. Raises ValidationError."""
    if is_adult(born_on, timezone.localdate()) and not user.is_adult:
        user.is_adult = True
        user.save(update_fields=["is_adult"])
    return user.is_adult


@transaction.atomic
def close_account(*, user: User) -> None:
    """Delete the person and what is theirs; each room takes part through `account_closing`."""
    account_closing.send(sender=User, user=user)
    user.delete()
