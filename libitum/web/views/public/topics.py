"""What carries one tag, and what is of one genre."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from libitum.catalog.data.names import GENRE_NAMES
from libitum.catalog.models import Tag
from libitum.catalog.selectors import tracks_of_genre, tracks_with_tag
from libitum.rights.selectors.marks import with_marks
from libitum.web.hiding import shows_generated

from .paging import page_asked_for


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag that only unpublished works carry doesn't exist for anybody else."""
    if not slug.isprintable():
        raise Http404  # no tag has such, and PostgreSQL wouldn't look for it
    found = get_object_or_404(Tag, slug=slug)
    shown = shows_generated(request)
    page = page_asked_for(request, lambda cursor: tracks_with_tag(found, cursor=cursor, generated=shown))
    if not page.rows and (shown or not tracks_with_tag(found, size=1).rows):
        raise Http404
    with_marks(page.rows)
    context = {"name": found.name, "page": page, "is_first": "before" not in request.GET}
    return render(request, "web/public/tag.html", context)


@require_safe
def genre(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in GENRE_NAMES:
        raise Http404
    shown = shows_generated(request)
    page = page_asked_for(request, lambda cursor: tracks_of_genre(slug, cursor=cursor, generated=shown))
    with_marks(page.rows)
    context = {"name": GENRE_NAMES[slug], "page": page, "is_first": "before" not in request.GET}
    return render(request, "web/public/genre.html", context)
