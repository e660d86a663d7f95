from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.check import Command as DjangoCheck

from libitum.ops.inspection import problems, sandbox
from libitum.ops.through import findings


class Command(DjangoCheck):
    help = "Look whether this instance can do its work, and say in sentences what it lacks. Ends with 1 if anything."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--through",
            metavar="URL",
            default="",
            help="ask the running instance at its public address, too, and say which of its headers don't arrive",
        )

    def handle(self, *app_labels: Any, **options: Any) -> None:
        super().handle(*app_labels, **options)
        if app_labels or options["tags"] or options["list_tags"]:
            return
        self.stdout.write(sandbox())
        found = list(problems())
        if options["through"]:
            found += findings(options["through"])
        for sentence in found:
            self.stdout.write(f"- {sentence}")
        if found:
            raise CommandError(f"{len(found)} to look after.", returncode=1)
        self.stdout.write("Everything this instance needs is there.")
