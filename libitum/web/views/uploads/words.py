"""What the scripts of uploading say, in the language of the request."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def words() -> dict[str, str]:
    """`{name}` and the like are filled in by the scripts."""
    return {**actions(), **states(), **troubles(), **announcements()}


def actions() -> dict[str, str]:
    return {
        "pause": pgettext("an upload", "Pause"),
        "resume": pgettext("an upload", "Go on"),
        "cancel": pgettext("an upload", "Give up"),
        "retry": _("Try again"),
        "remove": _("Take off the list"),
        "act": _("{act}: {name}"),
    }


def states() -> dict[str, str]:
    return {
        "waiting": _("Waits for its turn"),
        "starting": _("Finding out where to begin"),
        "sending": _("{sent} of {size}, {speed} a second, {left} left"),
        "sending_first": _("{sent} of {size}"),
        "paused": _("Paused. {sent} of {size} are safe"),
        "offline": _("No connection. {sent} of {size} are safe; it goes on when the connection is back"),
        "retrying": _("{reason} {sent} of {size} are safe. Next try in {seconds} s"),
        "resumed": _("Goes on where it stopped: {sent} of {size} were there already"),
        "received": _("All of it has arrived"),
        "cancelled": _("Given up"),
    }


def troubles() -> dict[str, str]:
    return {
        "network": _("The connection broke."),
        "server": _("The server couldn't answer."),
        "signed_out": _("You have been signed out. Sign in in another window, then try again: nothing is lost."),
        "gone": _(
            "The server no longer has what had arrived: it was given up elsewhere, or its time had run out. "
            "Try again to begin anew."
        ),
        "changed": _("The file has been changed or moved since you chose it. Choose it again."),
        "import_chosen": _("Files chosen: {number}"),
        "import_reading": _("Reading the recordings: {percent}"),
        "left_out": _("Left out, because they are no recordings: {names}"),
        "already": _("{name} is on the list already."),
        "damaged": _("The same part was damaged on its way several times, so the file may be damaged where it lies."),
    }


def announcements() -> dict[str, str]:
    return {
        "said_added": _("Added: {name}"),
        "said_percent": _("{name}: {percent} sent"),
        "said_received": _("{name} has arrived"),
        "said_failed": _("{name} could not be sent. {reason}"),
        "line_sending": _("Uploading: {percent}, {left} left"),
        "line_first": _("Uploading: {percent}"),
        "line_halted": _("Uploading has halted at {percent}"),
        "line_done": _("Everything has arrived"),
        "line_failed": _("Some recordings could not be sent"),
        "line_link": _("Show uploads"),
        "line_close": _("Dismiss"),
    }


@require_safe
@never_cache
def upload_words(request: HttpRequest) -> HttpResponse:
    """For pages without an upload form of their own: words in a new language, and a token that is still valid."""
    return JsonResponse({"words": words(), "token": get_token(request)})
