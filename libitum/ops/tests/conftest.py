import json
import logging
from collections.abc import Callable, Iterator

import pytest

from libitum.config.settings.observability import JSON_LINES
from libitum.ops.logs.formatter import Formatter

from .postgres import Server, server

Lines = Callable[[], list[dict[str, object]]]


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(Formatter(**JSON_LINES))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log_lines() -> Iterator[Lines]:
    """What would stand in the log by now, as written by the instance's own formatter."""
    handler = Kept()
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield lambda: [json.loads(line) for line in handler.lines]
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL for tests marked `own_database`: they run once, whatever database the others have."""
    with server() as running:
        yield running
