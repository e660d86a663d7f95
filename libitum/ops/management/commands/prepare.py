from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from libitum.crawlers.services import ensure_signals
from libitum.ledger.publishing import make_key_once
from libitum.ops.migrating import Patience, TablesWait, make_tables
from libitum.rights.gate.registering import register_own_engines
from libitum.rights.services.purposes import publish_purposes
from libitum.rights.services.terms import ensure_first_version

USUAL = Patience()


class Command(BaseCommand):
    help = (
        "Make or update the database and the static files. "
        "Run it after each installation or update; it is safe to repeat."
    )
    requires_system_checks: "list[str]" = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--lock-seconds",
            type=int,
            default=USUAL.lock_seconds,
            help="on PostgreSQL: how long a change waits for a table that is in use (default: %(default)s)",
        )
        parser.add_argument(
            "--tries",
            type=int,
            default=USUAL.tries,
            help="how often it tries before it gives up (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        patience = Patience(options["lock_seconds"], max(1, options["tries"]))
        try:
            make_tables(patience, self.stderr.write)
        except TablesWait as waits:
            raise CommandError(str(waits)) from None
        call_command("collectstatic", interactive=False, verbosity=0)
        make_key_once()
        register_own_engines()
        publish_purposes()
        ensure_first_version()
        ensure_signals()
        if options["verbosity"]:
            self.stdout.write("The database and the static files are ready.")
