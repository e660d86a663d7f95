"""What somebody typed before we found that they must sign in: kept in their session until it is sent."""

from collections.abc import Mapping

from django.http import HttpRequest

SESSION_KEY = "drafts"
MOST = 5
LONGEST = 20_000


def keep_draft(request: HttpRequest, path: str, typed: Mapping[str, str]) -> None:
    """`path`: where it was sent to. The oldest make room."""
    drafts = {key: value for key, value in request.session.get(SESSION_KEY, {}).items() if key != path}
    drafts[path] = {name: text[:LONGEST] for name, text in typed.items()}
    request.session[SESSION_KEY] = dict(list(drafts.items())[-MOST:])


def draft_for(request: HttpRequest, path: str) -> dict[str, str]:
    return dict(request.session.get(SESSION_KEY, {}).get(path, {}))


def forget_draft(request: HttpRequest, path: str) -> None:
    drafts = request.session.get(SESSION_KEY, {})
    if drafts.pop(path, None) is not None:
        request.session[SESSION_KEY] = drafts
