"""Engines of others at the gate: `libitum engine register|list|off|on`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from libitum.rights.gate.registering import register_outside_engine, set_active
from libitum.rights.models import Engine


class Command(BaseCommand):
    help = "Register an outside engine, list all engines, switch one off or on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        register = verbs.add_parser("register", help="take in an engine: a folder with engine.json and its program")
        register.add_argument("folder", type=Path, help="the folder, or its engine.json")
        verbs.add_parser("list", help="every engine with its ceiling")
        for verb, what in (("off", "let an engine ask for nothing more"), ("on", "let it ask again")):
            switch = verbs.add_parser(verb, help=what)
            switch.add_argument("slug")
            switch.add_argument("version")

    def handle(self, *_args: object, verb: str, **options: object) -> None:
        if verb == "register":
            self.register(Path(str(options["folder"])))
        elif verb == "list":
            self.list()
        else:
            self.switch(str(options["slug"]), str(options["version"]), active=verb == "on")

    def register(self, folder: Path) -> None:
        try:
            engine = register_outside_engine(folder.parent if folder.is_file() else folder)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{engine.slug} {engine.version} is registered. It may ask for: {', '.join(engine.ceiling)}.")

    def list(self) -> None:
        for engine in Engine.objects.order_by("slug", "registered_at"):
            state = "on" if engine.is_active else "off"
            where = "outside" if engine.is_outside else "own"
            ceiling = ",".join(engine.ceiling)
            self.stdout.write(f"{engine.slug:24} {engine.version:12} {state:4} {where:8} {engine.taker:16} {ceiling}")

    def switch(self, slug: str, version: str, *, active: bool) -> None:
        engine = Engine.objects.filter(slug=slug, version=version).first()
        if engine is None:
            raise CommandError(f"There is no engine {slug} {version}.")
        set_active(engine, active=active)
        self.stdout.write(f"{slug} {version} is {'on' if active else 'off'}.")
