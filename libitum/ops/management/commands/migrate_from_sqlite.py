from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from libitum.ops.from_sqlite.move import Moved, move
from libitum.ops.from_sqlite.problems import MoveProblem
from libitum.ops.migrating import TablesWait


class Command(BaseCommand):
    help = (
        "Move a stopped instance's database from SQLite to the empty PostgreSQL that LIBITUM_DATABASE_URL names. "
        "All of it, read back from both sides and compared, or nothing; the SQLite file is never changed."
    )
    requires_system_checks: "list[str]" = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            nargs="?",
            default=Path(settings.HOME) / "libitum.sqlite3",
            help="the SQLite database (default: the one in LIBITUM_HOME)",
        )
        parser.add_argument(
            "--mend-texts",
            action="store_true",
            help="put U+FFFD in place of characters that PostgreSQL can't keep, and say where",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moved = move(options["file"].resolve(), mend=options["mend_texts"], tell=self.stderr.write)
        except (MoveProblem, TablesWait) as problem:
            raise CommandError(str(problem)) from None
        self.report(moved)

    def report(self, moved: Moved) -> None:
        for column, number in sorted(moved.mended.items()):
            self.stdout.write(f"{column}: {number} texts had characters that are U+FFFD now.")
        for table in moved.strangers:
            self.stdout.write(f"{table} belongs to no part of this release and stayed behind.")
        self.stdout.write(
            f"{sum(moved.rows.values())} rows of {len(moved.rows)} tables are in PostgreSQL, and read the same as in "
            "SQLite. Put the SQLite file away, so that nothing starts on it again, and start the instance."
        )
