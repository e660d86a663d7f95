from argparse import ArgumentParser
from typing import Any

from libitum.ops.management.base import Supervised
from libitum.ops.serving.connections import connect_as
from libitum.ops.serving.worker import run_worker


class Command(Supervised):
    help = (
        "Run one worker: it checks and converts recordings, sends letters and tidies up. "
        "As many as you like may run, on as many machines as reach the database and the media."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--batch", action="store_true", help="stop when nothing is left to do")

    def run(self, **options: Any) -> None:
        connect_as("worker")
        run_worker(batch=options["batch"])
