"""What somebody typed into a box of a page that looks for something."""

from django.http import HttpRequest


def words_asked_for(request: HttpRequest, *, most: int, name: str = "q") -> str:
    """At most so many characters. A zero byte is no text, and PostgreSQL takes none."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]
