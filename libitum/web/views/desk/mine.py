"""Works of the person who asks; those of others are not found, as if they weren't there."""

from django.http import Http404, HttpRequest

from libitum.catalog.models import Artist, Release, SecretLink, Track
from libitum.catalog.selectors.desk import my_artist, my_link, my_release, my_track
from libitum.web.people import signed_in


def own_track(request: HttpRequest, uid: str) -> Track:
    track = my_track(signed_in(request), uid)
    if track is None:
        raise Http404
    return track


def own_release(request: HttpRequest, uid: str) -> Release:
    release = my_release(signed_in(request), uid)
    if release is None:
        raise Http404
    return release


def own_artist(request: HttpRequest, uid: str) -> Artist:
    artist = my_artist(signed_in(request), uid)
    if artist is None:
        raise Http404
    return artist


def own_link(request: HttpRequest, uid: str) -> SecretLink:
    link = my_link(signed_in(request), uid)
    if link is None:
        raise Http404
    return link
