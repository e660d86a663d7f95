"""The day that somebody asks about, as `?on=2026-11-20`."""

import re
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.http import HttpRequest
from django.utils.translation import gettext as _

from libitum.crawlers.past import Span, is_to_come, span_of

FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """`day`: None for what holds now. `text` as it was typed, `error`: a sentence where it is no day."""

    day: date | None
    text: str
    error: str = ""

    @property
    def is_to_come(self) -> bool:
        return self.day is not None and is_to_come(self.day)

    @property
    def span(self) -> Span:
        return span_of(self.day)

    @property
    def status(self) -> HTTPStatus:
        return HTTPStatus.BAD_REQUEST if self.error else HTTPStatus.OK


def asked_day(request: HttpRequest) -> Asked:
    text = request.GET.get("on", "").strip()[:40]
    if not text:
        return Asked(None, "")
    wrong = Asked(None, text, _("Write the day as 2026-11-20: year, month, day."))
    if not FORM.fullmatch(text):
        return wrong
    try:
        return Asked(date.fromisoformat(text), text)
    except ValueError:
        return wrong
