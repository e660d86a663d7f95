import argparse
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from libitum.ops.demo.filling import fill, welcome
from libitum.ops.management.base import Supervised
from libitum.ops.serving.instance import instance
from libitum.ops.serving.supervisor import Program, command

# What fills the demo signs for its invented artist with a key of that minute. The site that is served has its wait.
NO_WAIT = {"LIBITUM_KEY_WAIT_HOURS": "0"}


class Command(Supervised):
    help = (
        "Try Libitum: make an instance in LIBITUM_HOME, fill it with the demo catalogue, serve it until Ctrl-C. "
        "The music is processed while you look around. Run again, it goes on from where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--fill-only", action="store_true", help=argparse.SUPPRESS)

    def run(self, **options: Any) -> None:
        if options["fill_only"]:
            sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
            welcome(self.stdout.write)
            fill(self.stdout.write)
            return
        self.stdout.write("Preparing the database and the static files …")
        call_command("prepare", verbosity=0)
        log = Path(settings.HOME) / "demo.log"
        filling = Program("demo", command("demo", "--fill-only"), once=True, speaks=True, environment=NO_WAIT)
        whole = instance(also=(filling,), output=log)
        self.stdout.write(f"Starting the web server and the workers; they log to {log}")
        self.stdout.flush()
        whole.run()
