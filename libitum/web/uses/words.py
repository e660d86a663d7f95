"""Purposes, takers, states and kinds of results, in words."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from libitum.rights.models import Output
from libitum_verify.rights.facts import ANYBODY, INSTANCE
from libitum_verify.rights.vocabulary import public_names

KINDS = {
    "model": gettext_lazy("a model"),
    "tags": gettext_lazy("tags"),
    "features": gettext_lazy("measurements"),
    "fingerprint": gettext_lazy("a fingerprint"),
    "file": gettext_lazy("a file"),
}


def purpose_name(purpose: str) -> str:
    """As everybody reads it; a purpose of an older list than ours is told by its id."""
    return public_names(get_language() or "en").get(purpose, purpose)


def taker_name(taker: str) -> str:
    if taker == INSTANCE:
        return _("this site, for the people here")
    return _("anybody") if taker == ANYBODY else taker or _("not named")


def output_name(output: Output) -> str:
    return str(KINDS.get(output.kind, output.kind))
