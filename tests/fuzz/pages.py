"""What reads addresses, tables and words that people send."""

from contextlib import suppress
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.test import RequestFactory

from libitum.accounts.devices import device
from libitum.accounts.services import clean_name
from libitum.accounts.tokens import FORM
from libitum.catalog.search.folding import fold, words
from libitum.catalog.selectors.pages import BadCursorError, read_cursor
from libitum.common.network import client_address, pseudonym
from libitum.media.bulk.fields import read_fields
from libitum.media.bulk.table import MOST_ROWS, TableProblem, read_table
from libitum.media.engine.text import clean
from libitum.media.grants import Grant, Scope
from libitum.ops.logs.redaction import redact
from libitum.web.views.public.oembed import listed_track_at, most

from .bytes_to import Feed

# Of the two engines of full text: none of them comes from a visitor.
OPERATORS = set("'\"*():&|!<>\\^+-, \n\0")
REQUESTS = RequestFactory()


def tables(data: bytes) -> None:
    """Rows, or a sentence; what a row says can be stored."""
    try:
        rows = read_table(data)
    except TableProblem:
        return
    assert 0 < len(rows) <= MOST_ROWS
    for row in rows:
        if "@" in row.values.get("credits", ""):  # that looks into the database
            continue
        fields = read_fields(row)
        assert all(fields.problems)
        when = fields.track.get("publish_at")
        assert when is None or (isinstance(when, datetime) and when.astimezone(UTC))


def addresses(data: bytes) -> None:
    text, more = Feed(data).texts(2)
    with suppress(BadCursorError):
        moment, uid = read_cursor(text)
        assert moment.tzinfo is UTC
        assert len(uid) == 16
    assert Grant.read(text, Scope.RENDITIONS, "aaaaaaaaaaaaaaaa") is None
    assert FORM.fullmatch(text) is None or text.startswith("libitum_")
    with suppress(ValueError):
        number = most(REQUESTS.get("/oembed", {"maxwidth": text}), "maxwidth")
        assert number is None or 0 < number < 100_000
    if not text.startswith("http"):
        assert listed_track_at(text) is None
    assert pseudonym(text).startswith("fd")
    assert client_address("127.0.0.1", more, ["127.0.0.0/8"])


def texts(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    kept = clean(text, 200)
    assert len(kept) <= 200
    assert clean(kept, 200) == kept
    assert "\n" not in kept
    assert len(words(text)) <= 12
    assert not set("".join(words(text))) & OPERATORS
    assert fold(text).isascii() or not text.isascii()
    with suppress(ValidationError):
        assert "\n" not in clean_name(text)
    assert device(text)


def log_lines(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    assert "carol@" not in redact(f"{text} carol@example.net")
    assert "198.51.100.77" not in redact(f"{text} 198.51.100.77 ")
