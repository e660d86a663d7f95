"""Pages that one publishes under."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.catalog.selectors.desk import artists_named_like, former_addresses, my_artists_with_counts, works_under
from libitum.catalog.services import create_artist, delete_artist, update_artist
from libitum.media.selectors.jobs import picture_on_its_way
from libitum.web.asked import words_asked_for
from libitum.web.desk.artwork import change_picture
from libitum.web.desk.typing import is_helping, typed
from libitum.web.forms.artist import PREFIX, ArtistForm, LinkForm, LinkFormSet, links_initial
from libitum.web.forms.errors import tell
from libitum.web.forms.lines import Lines
from libitum.web.people import signed_in

from .mine import own_artist


@login_required
@never_cache
@require_safe
def artists(request: HttpRequest) -> HttpResponse:
    return render(request, "web/desk/artists.html", {"artists": list(my_artists_with_counts(signed_in(request)))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return form_page(request, Artist(owner=signed_in(request)))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    return form_page(request, own_artist(request, uid))


def form_page(request: HttpRequest, artist: Artist) -> HttpResponse:
    data = typed(request, PREFIX)
    form = ArtistForm(data, request.FILES or None, instance=artist)
    links = LinkFormSet(data, prefix=PREFIX, initial=links_initial(artist))
    helping = is_helping(request)
    if data is not None and not helping and (saved := save(signed_in(request), artist, form, links)):
        messages.success(request, _("Saved."))
        return redirect("artist-edit", saved.uid)
    context = {"artist": artist, "form": form, "links": links}
    if artist.pk:
        context |= {"former": former_addresses(artist), "picture": picture_on_its_way(artist)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if data is not None and not helping else HTTPStatus.OK
    return render(request, "web/desk/artist.html", context, status=status)


def save(actor: User, artist: Artist, form: ArtistForm, links: Lines[LinkForm]) -> Artist | None:
    if not (form.is_valid() and links.is_valid()):
        return None
    values = form.values()
    try:
        with transaction.atomic():
            saved = artist if artist.pk else create_artist(actor=actor, name=values["name"])
            update_artist(actor=actor, artist=saved, links=links.rows(), **values)
            change_picture(actor, saved, form)
    except ValidationError as error:
        tell(form, error)
        return None
    return saved


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, uid: str) -> HttpResponse:
    artist = own_artist(request, uid)
    if request.method != "POST":
        return render(request, "web/desk/artist_delete.html", {"artist": artist, "works": works_under(artist)})
    delete_artist(actor=signed_in(request), artist=artist)
    messages.success(request, _("“%(name)s” and everything under it is deleted.") % {"name": artist.name})
    return redirect("my-artists")


@login_required
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    words = words_asked_for(request, most=120)
    found = artists_named_like(words) if words else []
    return JsonResponse({"artists": [{"slug": artist.slug, "name": artist.name} for artist in found]})
