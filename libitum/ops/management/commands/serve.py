from typing import Any

from django.core.management.base import BaseCommand, CommandError

from libitum.config.environment import environment
from libitum.ops.selectors import holds
from libitum.ops.serving.instance import instance


class Command(BaseCommand):
    help = (
        "Run the whole instance: the web server and LIBITUM_WORKERS workers. What dies is started again; "
        "Ctrl-C or SIGTERM stops all of it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not holds("database"):
            raise CommandError("The database does not answer: see LIBITUM_DATABASE_URL, and `libitum check`.")
        if not (holds("migrations") and holds("static")):
            raise CommandError("The tables or the static files are not those of this release: run `libitum prepare`.")
        whole = instance()
        self.stderr.write(f"Serving {environment.url}. Ctrl-C stops it.")
        whole.run()
