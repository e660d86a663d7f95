"""A decision and its reasons in words, for a page and a letter alike.

What must be said follows Regulation (EU) 2022/2065, Art. 17(3): effect, facts, how it came up, ground, automated
means, redress.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Decision, Ground, Outcome


@dataclass(frozen=True, slots=True)
class Passage:
    heading: str
    text: str


def statement_for_owner(decision: Decision) -> list[Passage]:
    """In the language in force, like everything here."""
    return [
        Passage(_("Decision"), effect(decision)),
        Passage(_("How it came up"), occasion(decision)),
        *reasons(decision),
        Passage(_("What you can do"), owners_redress(decision)),
    ]


def statement_for_notifier(decision: Decision, *, may_answer: bool) -> list[Passage]:
    """`may_answer`: whether whoever gave notice can still disagree here (`redress.may_complain`)."""
    return [
        Passage(_("Decision"), effect(decision)),
        *reasons(decision),
        Passage(_("What you can do"), notifiers_redress(decision, may_answer=may_answer)),
    ]


def effect(decision: Decision) -> str:
    match decision.outcome:
        case Outcome.TAKE_DOWN:
            return _(
                "It has been taken down: from now on, and everywhere, nobody sees it but its owner and the moderators. "
                "This holds until another decision. Nothing has been deleted."
            )
        case Outcome.RESTORE:
            return _("It has been brought back: whoever could see it before sees it again.")
    return _("It stays as it was.")


def occasion(decision: Decision) -> str:
    if decision.own_initiative:
        return _("A moderator looked at it of their own accord.")
    earlier = (each for each in decision.case.notices.all() if each.created_at <= decision.created_at)
    names = sorted({notice.shown_name for notice in earlier} - {""})
    if names:
        return _("Notice was given by %(names)s, who agreed that you may know it.") % {"names": ", ".join(names)}
    return _("Somebody gave notice. Who it was is not told.")


def reasons(decision: Decision) -> list[Passage]:
    passages = [Passage(_("Facts and reasons"), decision.facts)]
    if decision.ground == Ground.LAW:
        passages.append(Passage(_("Against the law"), decision.reference))
    elif decision.ground == Ground.TERMS:
        passages.append(Passage(_("Against the rules of this site"), decision.reference))
    how = _("People looked and decided. No automated means were used, neither to find it nor to decide.")
    return [*passages, Passage(_("Automated means"), how)]


def owners_redress(decision: Decision) -> str:
    if decision.outcome != Outcome.TAKE_DOWN:
        return elsewhere()
    text = _("Until %(date)s you can appeal, free of charge: write why you disagree, and it will be decided anew.")
    return text % {"date": date_format(decision.appeal_until)} + " " + elsewhere()


def notifiers_redress(decision: Decision, *, may_answer: bool) -> str:
    if not may_answer:
        return elsewhere()
    text = _("Until %(date)s you can answer, free of charge: write why you disagree, and it will be decided anew.")
    return text % {"date": date_format(decision.appeal_until)} + " " + elsewhere()


def elsewhere() -> str:
    text = _("You can write to %(contact)s, or turn to a court or to a certified body for settling disputes.")
    return text % {"contact": settings.CONTACT_EMAIL}
