from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from libitum.media.models import Original
from libitum.media.scanner import ScannerAway, is_harmful
from libitum.media.storage import local_file

FOUND, NOT_LOOKED_AT = 1, 2


class Command(BaseCommand):
    help = (
        "Have the scanner of LIBITUM_SCANNER look at every original kept here. Lists what it finds, with the tracks "
        "it is of, and takes nothing away. Ends with 1 if it finds anything, with 2 if it could not look at all."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.SCANNER:
            raise CommandError("LIBITUM_SCANNER is not set.", returncode=NOT_LOOKED_AT)
        counted = {True: 0, False: 0, None: 0}
        Path(settings.UPLOAD_ROOT).mkdir(parents=True, exist_ok=True, mode=0o700)
        for original in Original.objects.filter(masters__isnull=False).distinct().order_by("pk").iterator():
            counted[self.look_at(original)] += 1
        self.stdout.write(f"Looked at {counted[True] + counted[False]}, harmful: {counted[True]}.")
        if counted[None]:
            self.stderr.write(f"Not looked at: {counted[None]}.")
        if counted[True] or counted[None]:
            raise CommandError("Not all is well.", returncode=FOUND if counted[True] else NOT_LOOKED_AT)

    def look_at(self, original: Original) -> bool | None:
        """Whether it is harmful; None where nobody can say."""
        try:
            with (
                TemporaryDirectory(dir=settings.UPLOAD_ROOT) as folder,
                local_file(original.storage_name, Path(folder)) as path,
            ):
                found = is_harmful(path)
        except (ScannerAway, OSError) as error:
            self.stderr.write(f"{original.storage_name}: {error}")
            return None
        if found:
            self.stdout.write(f"{original.storage_name}: {self.tracks_of(original)}")
        return found

    def tracks_of(self, original: Original) -> str:
        masters = original.masters.select_related("track__artist")
        named = (f"“{master.track.title}” by {master.track.artist.name} ({master.track.uid})" for master in masters)
        return ", ".join(named) or "of no track"
