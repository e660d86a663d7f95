from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from libitum.ops.backup.create import create_backup
from libitum.ops.backup.problems import BackupProblem


class Command(BaseCommand):
    help = (
        "Write the database, all media and uploads on their way into one file, while the instance goes on working. "
        "The file also holds the instance's secret key: keep it like one."
    )
    requires_system_checks: "list[str]" = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to make: .tar, or .tar.gz to compress it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = create_backup(options["file"].resolve(), tell=self.stderr.write)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from None
        size = filesizeformat(made.size).replace("\xa0", " ")
        self.stdout.write(f"{options['file']}: {made.files} files, {size}.")
        if made.damaged:
            raise CommandError(
                f"The backup is whole, but {len(made.damaged)} originals on this instance's disk are no longer what "
                f"was received, {made.damaged[0]} the first of them. Restore those from an earlier backup.",
                returncode=3,
            )
