"""Keys for programs from the command line: `libitum token create|list|revoke`."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from libitum.accounts.models import ApiToken, Scope, User
from libitum.accounts.tokens import create_token, revoke_token

MOST_DAYS = 3650


class Command(BaseCommand):
    help = "Make, list and revoke the API keys of a person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a key and print it, once")
        create.add_argument("--user", required=True, metavar="EMAIL")
        create.add_argument("--scope", required=True, action="append", choices=Scope.values, dest="scopes")
        create.add_argument("--name", default="command line")
        create.add_argument("--days", type=days, help="valid for so many days; without it, until it is revoked")
        listing = verbs.add_parser("list", help="the keys of a person, never the secrets")
        listing.add_argument("--user", required=True, metavar="EMAIL")
        revoke = verbs.add_parser("revoke", help="end a key by its id")
        revoke.add_argument("uid")

    def handle(self, *_args: object, verb: str, **options: object) -> None:
        {"create": self.create, "list": self.list, "revoke": self.revoke}[verb](options)

    def create(self, options: dict[str, object]) -> None:
        days = options["days"]
        expires_at = timezone.now() + timedelta(days=days) if isinstance(days, int) else None
        try:
            _token, raw = create_token(
                user=person(options["user"]),
                name=str(options["name"]),
                scopes=options["scopes"],  # type: ignore[arg-type] # argparse made it a list of str
                expires_at=expires_at,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(raw)

    def list(self, options: dict[str, object]) -> None:
        for token in person(options["user"]).api_tokens.order_by("created_at"):
            state = "revoked" if token.revoked_at else f"valid until {token.expires_at or 'revoked'}"
            self.stdout.write(f"{token.uid}  {','.join(token.scopes):40}  {state}  {token.name}")

    def revoke(self, options: dict[str, object]) -> None:
        token = ApiToken.objects.select_related("user").filter(uid=options["uid"]).first()
        if token is None:
            raise CommandError(f"There is no key with the id {options['uid']}.")
        revoke_token(actor=token.user, token=token)
        self.stdout.write(f"{token.uid} is revoked.")


def days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise ArgumentTypeError(f"a number of days from 1 to {MOST_DAYS}")
    return int(text)


def person(email: object) -> User:
    user = User.objects.filter(email=str(email).lower()).first()
    if user is None:
        raise CommandError(f"There is nobody here with the address {email}.")
    return user
