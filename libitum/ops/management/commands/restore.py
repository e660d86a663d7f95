from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from libitum.ops.backup.problems import BackupProblem
from libitum.ops.backup.restore import restore_backup
from libitum.ops.backup.strangers import forget_strangers


class Command(BaseCommand):
    help = (
        "Bring a backup back into an empty instance: LIBITUM_HOME and LIBITUM_DATABASE_URL must hold nothing yet. "
        "Every file is compared with its hash before anything is written, and again where it was written."
    )
    requires_system_checks: "list[str]" = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an archive made by `libitum backup`")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = restore_backup(options["file"].resolve(), tell=self.stderr.write)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from None
        if strangers := forget_strangers():
            self.stderr.write(f"{strangers} files came while the backup was made and belong to nothing: they go.")
        self.stdout.write(f"{number} files are back, each with the hash it was backed up with. Start it with `serve`.")
