from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from libitum.accounts.models import User
from libitum.accounts.sessions import sign_out_everybody, sign_out_everywhere


class Command(BaseCommand):
    help = "End the sessions of one person, or of everybody. Keys of programs are ended with `libitum token revoke`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("email", nargs="?")
        whom.add_argument("--everybody", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["everybody"]:
            ended = sign_out_everybody()
        else:
            user = User.objects.filter(email=options["email"].lower()).first()
            if user is None:
                raise CommandError(f"There is nobody here with the address {options['email']}.")
            ended = sign_out_everywhere(user=user)
        self.stdout.write(f"Sessions ended: {ended}.")
