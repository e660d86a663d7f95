"""Next versions of the terms, as an operator would write them."""

from datetime import timedelta

from django.utils import timezone

from libitum.rights.models import TermsVersion
from libitum.rights.services.terms import announce, draft
from libitum.rights.wording.folder import SHIPPED, Written, read_folder


def shipped(*, clause: dict[str, str] | None = None, replace: tuple[str, str] | None = None) -> Written:
    """The shipped terms with other classes, or with other words in the English text."""
    written = read_folder(SHIPPED / "1")
    sources = dict(written.sources)
    if replace is not None:
        assert replace[0] in sources["en"]
        sources["en"] = sources["en"].replace(*replace)
    return Written({**written.clause, **(clause or {})}, sources)


def without(purpose: str) -> Written:
    written = read_folder(SHIPPED / "1")
    return Written({key: value for key, value in written.clause.items() if key != purpose}, written.sources)


def announced(written: Written, days: float = 31) -> TermsVersion:
    return announce(version=draft(written=written), effective_at=timezone.now() + timedelta(days=days))
