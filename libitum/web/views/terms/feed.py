from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from libitum.rights.models import Alteration, TermsVersion
from libitum.rights.selectors.terms import history, moment_of
from libitum.web.xml import for_xml

FRESH = 300  # seconds


@require_safe
@conditional_page
@cache_control(public=True, max_age=FRESH)
def terms_feed(request: HttpRequest) -> HttpResponse:
    """All that happens to the terms, for whoever would rather be told than look."""
    feed = Atom1Feed(
        title=for_xml(_("Terms of %(site)s") % {"site": settings.SITE_NAME}),
        link=settings.BASE_URL + reverse("terms-history"),
        feed_url=settings.BASE_URL + reverse("terms-feed"),
        description=_("Every version, and every change that nobody announced."),
        language=get_language(),
        feed_guid=f"{settings.BASE_URL}{reverse('terms')}",
    )
    for event in history():
        add(feed, event)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def add(feed: Atom1Feed, event: TermsVersion | Alteration) -> None:
    title, text, path = told(event)
    moment = moment_of(event)
    feed.add_item(
        title=for_xml(title),
        link=settings.BASE_URL + path,
        description=for_xml(text),
        pubdate=moment,
        updateddate=(event.ended_at or moment) if isinstance(event, Alteration) else moment,
        unique_id=f"{settings.BASE_URL}{reverse('terms')}#{type(event).__name__.lower()}-{event.pk}",
    )


def told(event: TermsVersion | Alteration) -> tuple[str, str, str]:
    """Title, text and path."""
    if isinstance(event, Alteration):
        title = _("Version %(number)d was changed without announcement") % {"number": event.version.number}
        text = _("What is kept as this version isn't what was published. It counts for nothing.")
        return title, text, reverse("terms-history")
    assert event.effective_at is not None  # noqa: S101 - for the type: announced
    date = date_format(event.effective_at)
    title = _("Version %(number)d, in force from %(date)s on") % {"number": event.number, "date": date}
    return title, event.summary, reverse("terms-diff", args=[event.number])
