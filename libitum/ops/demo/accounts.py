"""The demo's people: two accounts to sign in with, a curator and invented listeners nobody can sign in as."""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from libitum.accounts.models import User
from libitum.accounts.services import create_person
from libitum.rights.models import AcceptedHow
from libitum.rights.selectors.terms import current_version
from libitum.rights.services.terms import accept

from .data import cast


def accounts_file() -> Path:
    return Path(settings.HOME) / "demo-accounts.json"


def demo_person(key: str) -> User:
    """By the first part of the address: `artist`, `listener`, `curator`, `nora` and so on."""
    return User.objects.get(email=f"{key}@demo.example", is_demo=True)


def known_passwords() -> dict[str, str]:
    try:
        return {row["account"]: row["password"] for row in json.loads(accounts_file().read_text(encoding="utf-8"))}
    except FileNotFoundError:
        return {}


@transaction.atomic
def ensure_people() -> list[dict[str, str]]:
    """Make whoever is missing; answers with the accounts to sign in with, as they stand in the file."""
    people = cast()
    for row in [people["curator"], *people["listeners"]]:
        ensure_person(email=row["email"], name=row["name"], password=None, language=row.get("language", ""))
    rows = [ensure_account(**row) for row in people["accounts"]]
    write_private(accounts_file(), json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
    return rows


def ensure_account(*, key: str, email: str, name: str) -> dict[str, str]:
    """A password stays as long as the file is there to tell it."""
    password = known_passwords().get(key) or secrets.token_urlsafe(12)
    user = ensure_person(email=email, name=name, password=password)
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return {"account": key, "email": email, "password": password}


def ensure_person(*, email: str, name: str, password: str | None, language: str = "") -> User:
    found = User.objects.filter(email=email).first()
    person = found or create_person(
        email=email, password=password, name=name, is_adult=True, is_demo=True, language=language
    )
    version = current_version()
    if version is not None and not person.acceptances.exists():
        accept(user=person, version=version, language=language, how=AcceptedHow.OPERATOR)
    return person


def write_private(path: Path, text: str) -> None:
    """Readable by the operator alone; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
