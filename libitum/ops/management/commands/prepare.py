from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from libitum.crawlers.services import ensure_signals
from libitum.ledger.publishing import make_key_once
from libitum.rights.gate.registering import register_own_engines
from libitum.rights.services.purposes import publish_purposes
from libitum.rights.services.terms import ensure_first_version


class Command(BaseCommand):
    help = (
        "Make or update the database and the static files. "
        "Run it after each installation or update; it is safe to repeat."
    )
    requires_system_checks: "list[str]" = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        make_key_once()
        register_own_engines()
        publish_purposes()
        ensure_first_version()
        ensure_signals()
        if options["verbosity"]:
            self.stdout.write("The database and the static files are ready.")
