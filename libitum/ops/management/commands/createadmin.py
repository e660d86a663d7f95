import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from libitum.accounts.models import User
from libitum.accounts.services import create_person


class Command(BaseCommand):
    help = (
        "Make an account that may decide on notices. The password is asked for, or read from the first line of "
        "standard input where that is no terminal."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="Moderator", help="the name others see (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"], options["name"]
        password = ask_password()
        try:
            validate_password(password, User(email=email, name=name))
            create_person(email=email, password=password, name=name, is_adult=True, is_staff=True, is_superuser=True)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        self.stdout.write(f"{email} can sign in and moderate.")


def ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip(os.linesep)
    first, second = getpass.getpass("Password: "), getpass.getpass("Once more: ")
    if first != second:
        raise CommandError("The two passwords differ. Nothing was made.")
    return first
