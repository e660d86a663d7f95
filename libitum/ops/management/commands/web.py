from argparse import ArgumentParser
from typing import Any

from libitum.config.environment import environment
from libitum.ops.management.base import Supervised
from libitum.ops.serving.web import run_web_server


class Command(Supervised):
    help = "Run the web server alone, without workers, on LIBITUM_HOST and PORT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--host", default=environment.host, help="address to listen on (LIBITUM_HOST)")
        parser.add_argument("--port", type=int, default=environment.port, help="port to listen on (PORT)")

    def run(self, **options: Any) -> None:
        run_web_server(
            host=options["host"],
            port=options["port"],
            processes=environment.web_processes,
            threads=environment.web_threads,
        )
