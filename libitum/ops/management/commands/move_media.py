from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.module_loading import import_string

from libitum.config.environment import environment
from libitum.media.stores import Store
from libitum.ops.moving.journal import Journal
from libitum.ops.moving.move import Moved, move, remove_source
from libitum.ops.moving.problems import MoveProblem

NEXT = {
    "bucket": "stop the instance, run this once more, and start it with LIBITUM_S3_BUCKET set",
    "folder": "stop the instance, run this once more, and start it without LIBITUM_S3_BUCKET",
}


class Command(BaseCommand):
    help = (
        "Copy all media from the folder to the bucket of LIBITUM_S3_*, or back, and prove each object by its hash. "
        "It may be interrupted and run again. The instance may go on working on what it has now."
    )
    requires_system_checks: "list[str]" = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("where", choices=list(NEXT), help="where the media are to be")
        parser.add_argument(
            "--remove", action="store_true", help="remove what lies proven in both from where it was before"
        )

    def handle(self, *args: Any, where: str, remove: bool, **options: Any) -> None:
        if not environment.s3_bucket:
            raise CommandError("Say which bucket is meant: LIBITUM_S3_BUCKET and the rest of docs/operators/stores.md.")
        source, target = (
            store_of(kind) for kind in (("folder", "bucket") if where == "bucket" else ("bucket", "folder"))
        )
        journal = Journal(settings.HOME / f".moving-to-{where}")
        try:
            if remove:
                count = remove_source(source, target, journal)
                self.stdout.write(f"{count} objects removed from where they were before.")
                return
            moved = move(source, target, journal, tell=self.stderr.write)
        except MoveProblem as problem:
            raise CommandError(str(problem)) from None
        except OSError as error:
            raise CommandError(
                f"{error.strerror or error}. What is proven stays so: run the same command again."
            ) from error
        self.report(moved, where)

    def report(self, moved: Moved, where: str) -> None:
        size = filesizeformat(moved.size).replace("\xa0", " ")
        self.stdout.write(f"{moved.proven} objects, {size}, are in the {where} and proven; {moved.copied} of them new.")
        if moved.withdrawn:
            self.stdout.write(f"{moved.withdrawn} were removed here since the run before, and there too.")
        if moved.missing:
            raise CommandError(
                f"{len(moved.missing)} objects that the database refers to are in neither place, {moved.missing[0]} "
                "the first of them: bring them back from a backup.",
                returncode=3,
            )
        if moved.damaged:
            raise CommandError(
                f"{len(moved.damaged)} originals were no longer what was received before they were moved, "
                f"{moved.damaged[0]} the first of them: bring them back from a backup.",
                returncode=3,
            )
        self.stdout.write(f"If this was the run before the last: {NEXT[where]}.")


def store_of(kind: str) -> Store:
    described: dict[str, Any] = settings.MEDIA_BUCKET if kind == "bucket" else settings.MEDIA_FOLDER
    store: Store = import_string(described["BACKEND"])(**described["OPTIONS"])
    return store
