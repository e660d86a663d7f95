"""`libitum audit-export`: what an auditor needs in order to make decisions again."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from libitum.catalog.models import Track
from libitum.export.disclosure import disclose
from libitum.ledger.errors import LogUnavailable
from libitum.ledger.services import publish_now
from libitum.rights.models import Run


class Command(BaseCommand):
    help = "Write down the facts and decisions of runs for an auditor, who makes the decisions again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--run", action="append", dest="runs", metavar="ID", help="a run; may be given again")
        which.add_argument("--all", action="store_true", help="every run")
        parser.add_argument("--track", action="append", dest="tracks", metavar="ID", help="only this work; likewise")
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it (default: here)")

    def handle(self, *_args: object, **options: object) -> None:
        runs, tracks = Run.objects.all(), None
        if options["runs"]:
            runs = runs.filter(uid__in=wanted(Run, options["runs"], "run"))
        if options["tracks"]:
            tracks = Track.objects.filter(uid__in=wanted(Track, options["tracks"], "work"))
        try:
            publish_now()
        except LogUnavailable as unavailable:
            raise CommandError(str(unavailable)) from unavailable
        data = disclose(runs, tracks)
        output = options["output"]
        if isinstance(output, Path):
            write_for_the_owner(output, data)
            self.stdout.write(f"{output}: {len(data)} bytes. It tells who decided what: give it to nobody else.")
        else:
            sys.stdout.buffer.write(data)


def wanted(model: type[Run] | type[Track], uids: object, what: str) -> list[str]:
    assert isinstance(uids, list)  # noqa: S101 - argparse made it one
    known = set(model._default_manager.filter(uid__in=uids).values_list("uid", flat=True))  # noqa: SLF001 - Django's documented way
    if strange := [uid for uid in uids if uid not in known]:
        raise CommandError(f"There is no {what} with the id {strange[0]}.")
    return uids


def write_for_the_owner(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
