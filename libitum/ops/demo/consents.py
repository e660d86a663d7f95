"""What the invented artist lets AI do, decided and signed as anybody decides and signs. No real artist is spoken for.

Her passkey is made when it is needed and gone when it has signed: who visits signs in with a password, and the log
shows a key that came and went. It signs at once because the process that fills the demo, and it alone, has no wait for
new keys (`management/commands/demo.py`); the site that it fills keeps its 72 hours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track
from libitum.rights.models import Ceremony, Statement
from libitum.rights.selectors.receipts import statements_of
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.signing import sign, site_takes_signatures
from libitum.rights.services.statements import Draft

from .accounts import demo_person
from .data import cast
from .passkey import ThrowAwayPasskey


def ensure_refusals(pieces: Mapping[str, Track]) -> Statement | None:
    """Before anything listens, so that what is refused is never heard. None where she, or a visitor, has spoken."""
    artist = demo_person("artist")
    if statements_of(artist).exists():
        return None
    drafts = drafts_from(cast()["consents"]["refused"], pieces, allowed=False)
    said = propose(actor=artist, party=party_of(artist), drafts=drafts, language=settings.LANGUAGE_CODE)
    if not isinstance(said, Statement):
        raise TypeError("a refusal waits for a signature")
    return said


@transaction.atomic
def ensure_opt_ins(pieces: Mapping[str, Track]) -> Statement | None:
    """Once the recordings stand. None where it is done, or where no passkey could sign: by an address in numbers."""
    artist = demo_person("artist")
    if not site_takes_signatures() or statements_of(artist).filter(key__isnull=False).exists():
        return None
    drafts = drafts_from(cast()["consents"]["allowed"], pieces, allowed=True)
    passkey = ThrowAwayPasskey()
    enrolled = enrol(artist, passkey)
    ceremony = propose(actor=artist, party=party_of(artist), drafts=drafts, language=settings.LANGUAGE_CODE)
    if not isinstance(ceremony, Ceremony):
        raise TypeError("an opt-in was recorded without a signature")
    said = sign(actor=artist, ceremony=ceremony, credential=passkey.signature(bytes(ceremony.body)))
    throw_away(artist, enrolled)
    return said


def drafts_from(rows: Iterable[Mapping[str, Any]], pieces: Mapping[str, Track], *, allowed: bool) -> list[Draft]:
    """Rows of `cast.json`: purposes, and of which piece, of the release, or of all that is hers."""
    drafts = []
    for row in rows:
        about = about_of(row.get("about", ""), pieces)
        terms = {key: row[key] for key in ("commercial", "credit") if key in row}
        drafts += [replace(Draft(purpose, allowed, **terms), **about) for purpose in row["purposes"]]
    return drafts


def about_of(name: str, pieces: Mapping[str, Track]) -> dict[str, Any]:
    if name == "release":
        title = cast()["release"]["title"]
        return {"release": Release.objects.get(artist__owner=demo_person("artist"), title=title)}
    return {"track": pieces[name]} if name else {}


def enrol(user: User, passkey: ThrowAwayPasskey) -> Authenticator:
    """As allauth's own page does, whose signal makes it a key."""
    made: Authenticator = WebAuthn.add(user, cast()["consents"]["key"], passkey.registration()).instance
    authenticator_added.send(sender=Authenticator, request=None, user=user, authenticator=made)
    return made


def throw_away(user: User, enrolled: Authenticator) -> None:
    enrolled.delete()
    authenticator_removed.send(sender=Authenticator, request=None, user=user, authenticator=enrolled)
