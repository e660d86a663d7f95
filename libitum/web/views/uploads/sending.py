"""A plain form with a recording in it: the same checks and the same way as the bytes of tus."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from libitum.accounts.models import User
from libitum.media.models import Upload
from libitum.media.services.uploads import UploadProblem, adopt_file, named_artist, named_track, require_room
from libitum.media.tus.problems import STATUS

from .form_files import StoredFile, ToDisk

# What a form adds to the file in it.
FORM_BYTES = 4096
Show = Callable[[HttpRequest, User, str, int], HttpResponse]


def send(request: HttpRequest, user: User, show: Show) -> HttpResponse:
    """`show` renders the page again with a sentence and a status. Whoever reads the form first decides where its files
    go; the check of its token reads it, so it comes after."""
    handler = ToDisk()
    request.upload_handlers = [handler]
    try:
        require_room(user, max(1, int(request.META.get("CONTENT_LENGTH") or 0) - FORM_BYTES))
        return csrf_protect(take)(request, user, handler)
    except UploadProblem as problem:
        return show(request, user, problem.sentence, STATUS[problem.code])
    except ValidationError as error:
        return show(request, user, " ".join(error.messages), HTTPStatus.UNPROCESSABLE_ENTITY)
    finally:
        handler.discard()


def take(request: HttpRequest, user: User, handler: ToDisk) -> HttpResponse:
    files = cast("list[StoredFile]", request.FILES.getlist("file"))
    if handler.problem is not None:
        raise handler.problem
    if "end" not in request.POST:
        raise ValidationError(
            _("The connection ended before all of the file had come. Nothing was kept: send it again.")
        )
    if not files:
        raise ValidationError(_("Choose a recording first."))
    uploads = [adopt(request, user, file) for file in files]
    return redirect("upload-receipt", uid=uploads[0].uid) if len(uploads) == 1 else redirect("uploads-mine")


def adopt(request: HttpRequest, user: User, file: StoredFile) -> Upload:
    return adopt_file(
        actor=user,
        artist=named_artist(user, request.POST.get("artist", "")),
        track=named_track(user, request.GET.get("track", "")),
        path=file.path,
        filename=file.name or "",
    )
