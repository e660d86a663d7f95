from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from libitum.accounts.forms import AgeForm, ProfileForm
from libitum.accounts.middleware import set_language
from libitum.accounts.models import User
from libitum.accounts.services import confirm_age, update_profile
from libitum.web.people import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ProfileForm(request.POST or None, initial=said_by(user))
    if not form.is_valid():
        return show(request, form, AgeForm())
    update_profile(user=user, **form.cleaned_data)
    messages.success(request, _("Your profile is saved."))
    response = redirect("settings")
    if user.language:
        set_language(response, user.language)
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return response


@login_required
@require_POST
def age(request: HttpRequest) -> HttpResponse:
    """Once more the date of birth, when somebody has come of age. It is not kept."""
    user = signed_in(request)
    form = AgeForm(request.POST)
    try:
        if not form.is_valid() or not confirm_age(user=user, born_on=form.cleaned_data["born_on"]):
            form.add_error(None, _("By this date you are not an adult yet. Nothing has changed."))
    except ValidationError as error:
        form.add_error("born_on", error)
    if form.errors:
        return show(request, ProfileForm(initial=said_by(user)), form)
    messages.success(request, _("You are an adult now, for us too."))
    return redirect("settings")


def said_by(user: User) -> dict[str, object]:
    return {"name": user.name, "language": user.language, "hides_generated": user.hides_generated}


def show(request: HttpRequest, form: ProfileForm, age_form: AgeForm) -> HttpResponse:
    wrong = form.errors or age_form.errors
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "web/settings/profile.html", {"form": form, "age_form": age_form}, status=status)
