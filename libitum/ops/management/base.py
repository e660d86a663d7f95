import argparse
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from libitum.ops.serving.lifeline import end_with_parent


class Supervised(BaseCommand):
    """A program that `serve` may start, and that must not outlive it."""

    requires_system_checks: "list[str]" = []  # `serve` and `check` have looked already

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lifeline", type=int, default=None, help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["lifeline"] is not None:
            end_with_parent(options["lifeline"])
        self.run(**options)

    def run(self, **options: Any) -> None:
        raise NotImplementedError
