"""What SQLite keeps and PostgreSQL can't: NUL characters, halves of surrogate pairs, texts longer than their column."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from .problems import MoveProblem

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
REPLACEMENT = "\ufffd"


@dataclass
class Texts:
    """`mend`: put U+FFFD where a character can't be kept, and count it by column; else the first one ends the move."""

    mend: bool = False
    mended: "Counter[str]" = field(default_factory=Counter)

    def storable(self, column: "models.Field[Any, Any]", value: Any) -> Any:
        """The value as PostgreSQL will keep it. Raises MoveProblem."""
        if isinstance(value, str):
            self.require_fits(column, value)
            return self.mend_text(column, value)
        return self.mend_json(column, value) if isinstance(value, (dict, list)) else value

    def require_fits(self, column: "models.Field[Any, Any]", value: str) -> None:
        longest = getattr(column, "max_length", None)
        if longest is not None and len(value) > longest and isinstance(column, models.CharField):
            raise MoveProblem(
                f"{name_of(column)} holds a text of {len(value)} characters, {value[:40]!r}…, and {longest} is the "
                "most. SQLite doesn't mind, PostgreSQL does: shorten it and run this again. Nothing was moved."
            )

    def mend_text(self, column: "models.Field[Any, Any]", value: str) -> str:
        if UNSTORABLE.search(value) is None:
            return value
        if not self.mend:
            raise MoveProblem(
                f"{name_of(column)} holds a character that PostgreSQL can't keep, in {value[:40]!r}. With "
                "--mend-texts such characters become U+FFFD (the mark for what can't be shown). Nothing was moved."
            )
        self.mended[name_of(column)] += 1
        return UNSTORABLE.sub(REPLACEMENT, value)

    def mend_json(self, column: "models.Field[Any, Any]", value: Any) -> Any:
        if isinstance(value, str):
            return self.mend_text(column, value)
        if isinstance(value, list):
            return [self.mend_json(column, each) for each in value]
        if isinstance(value, dict):
            return {self.mend_text(column, key): self.mend_json(column, each) for key, each in value.items()}
        return value


def name_of(column: "models.Field[Any, Any]") -> str:
    return f"{column.model._meta.db_table}.{column.column}"  # noqa: SLF001
