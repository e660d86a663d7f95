from typing import Annotated

from pydantic import AwareDatetime, Field

from .base import Answer, Key, Question, Text, Uid


class CommentDocument(Answer):
    """`at_ms`: the moment from the track's start; null is about the whole. `parent`: the first comment of its thread.

    Of a comment that is gone only its place is told: `gone` says how, author and body are empty.
    """

    id: str
    track: str
    parent: str | None
    author: str
    by_artist: bool
    body: str
    at_ms: int | None
    created_at: AwareDatetime
    edited_at: AwareDatetime | None
    gone: str
    demo: bool
    mine: bool
    url: str


class ThreadDocument(CommentDocument):
    replies: list[CommentDocument]


class CommentThreads(Answer):
    """In the order of the recording; what is about the whole comes last. `count`: comments and answers on all pages."""

    items: list[ThreadDocument]
    page: int
    pages: int
    count: int


class MarkerDocument(Answer):
    uid: str
    at_ms: int
    author: str
    excerpt: str


class Markers(Answer):
    items: list[MarkerDocument]


class ThreadsAsked(Key):
    page: int = Field(1, ge=1, le=100_000)


class CommentChange(Question):
    body: Annotated[str, Text(2000, 1)]


class NewComment(CommentChange):
    """`parent`: the comment that this answers, which has the moment then. `key`: of the secret link one came by."""

    at_ms: int | None = Field(None, ge=0, le=10**10)
    parent: Uid | None = None
    key: str = Field("", max_length=64, pattern=r"^[A-Za-z0-9_-]*$")
