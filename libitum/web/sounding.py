"""Sentences on what is known of how a work sounds."""

from django.utils.translation import gettext as _

from libitum.analysis.models import State
from libitum.analysis.selectors import Sounding
from libitum.rights.rules import SENTENCES
from libitum_verify.rights.facts import Rule


def why_not(sounding: Sounding) -> str:
    """Why there is nothing measured, for the artist; empty where there is."""
    if sounding.state == State.REFUSED:
        return str(SENTENCES[Rule(sounding.rule)])
    if sounding.state == State.FAILED:
        return sounding.reason
    if sounding.state == State.WAITING:
        return _("It has not been listened to yet.")
    return _("There is no recording of this work yet.") if not sounding.state else ""
