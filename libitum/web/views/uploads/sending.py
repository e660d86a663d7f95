"""A plain form with recordings in it: the same checks and the same way as the bytes of tus."""

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

# What a form adds to the files in it.
FORM_BYTES = 4096
Take = Callable[[HttpRequest, User, ToDisk], HttpResponse]
Refuse = Callable[[HttpRequest, User, str, int], HttpResponse]


def streamed(request: HttpRequest, user: User, take: Take, refuse: Refuse) -> HttpResponse:
    """`take` gets a form whose files lie on the disk of uploads; `refuse` shows the page with a sentence and a status.

    Whoever reads the form first decides where its files go, and the check of its token reads it: so it comes after.
    """
    handler = ToDisk()
    request.upload_handlers = [handler]
    try:
        require_room(user, max(1, int(request.META.get("CONTENT_LENGTH") or 0) - FORM_BYTES))
        return csrf_protect(whole(take))(request, user, handler)
    except UploadProblem as problem:
        return refuse(request, user, problem.sentence, STATUS[problem.code])
    except ValidationError as error:
        return refuse(request, user, " ".join(error.messages), HTTPStatus.UNPROCESSABLE_ENTITY)
    finally:
        handler.discard()


def whole(take: Take) -> Take:
    """Only a form of which all has come."""

    def checked(request: HttpRequest, user: User, handler: ToDisk) -> HttpResponse:
        ended = "end" in request.POST
        if handler.problem is not None:
            raise handler.problem
        if not ended:
            raise ValidationError(
                _("The connection ended before all of the file had come. Nothing was kept: send it again.")
            )
        return take(request, user, handler)

    return checked


def send(request: HttpRequest, user: User, _handler: ToDisk) -> HttpResponse:
    files = cast("list[StoredFile]", request.FILES.getlist("file"))
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
