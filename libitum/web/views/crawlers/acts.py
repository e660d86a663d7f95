"""What the operator says of a category or of an agent. Each write is answered with what it changed."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from libitum.crawlers.agents import AgentListError, Category
from libitum.crawlers.past import change_of, proved
from libitum.crawlers.selectors import current_set
from libitum.crawlers.services import choose_for_agent, switch_category
from libitum.web.forms.crawlers import AgentForm
from libitum.web.views.community.moderation import moderators_only
from libitum.web.views.policies.words import sentences_of

from .page import back, show

ANSWERS = {"yes": True, "no": False}


def told(request: HttpRequest, write: Callable[[], object]) -> None:
    """Writes, and leaves a sentence on what machines are told differently from here on."""
    before = current_set()
    write()
    after = current_set()
    if after is None or (before is not None and before.pk == after.pk):
        messages.info(request, _("Recorded. Nothing changes in what machines are told."))
        return
    old, new = proved(before) if before else None, proved(after)
    words = sentences_of(change_of(old, new)) if old and new else []
    version = _("Version %(number)d of what machines are told is in force.") % {"number": after.number}
    messages.success(request, " ".join([*words, version]))


@moderators_only
@require_POST
def category(request: HttpRequest) -> HttpResponse:
    named, closed = request.POST.get("category", ""), ANSWERS.get(request.POST.get("closed", ""))
    if named not in set(Category) or closed is None:
        problem = _("There is no such category, or it wasn't said whether to close it. Nothing was changed.")
        return show(request, problem=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    told(request, lambda: switch_category(category=Category(named), closed=closed))
    return back(request)


@moderators_only
@require_POST
def agent(request: HttpRequest) -> HttpResponse:
    """One agent, of the list or of the operator's own."""
    form = AgentForm(request.POST)
    if not form.is_valid():
        return show(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        told(request, lambda: choose_for_agent(**form.cleaned_data))
    except AgentListError as error:
        form.add_error("name", str(error))
        return show(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return back(request)
