"""Rules of the resolver as small numbers for the database, and as sentences in the reader's language."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from libitum_verify.rights.facts import ALLOWING, NUMBERS, Rule

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

__all__ = ["BY_NUMBER", "NUMBERS", "REFUSING_FROM", "SENTENCES", "is_allowing"]

BY_NUMBER = {number: rule for rule, number in NUMBERS.items()}
REFUSING_FROM = 10

# As `libitum_verify.rights.facts.SENTENCES`, word for word, so that the translations are found.
SENTENCES: dict[Rule, "_StrOrPromise"] = {
    Rule.NECESSARY: _("The service can't run without it."),
    Rule.BY_TERMS: _("It is on by the terms that were accepted, and nobody has switched it off."),
    Rule.GRANTED: _("Everybody whose right it is has opted in."),
    Rule.UNCLEAR: _("What is asked for, or what is known of the work, is unclear."),
    Rule.UNKNOWN_PURPOSE: _("There is no such purpose."),
    Rule.NOT_ABOUT_WORKS: _("This purpose is about listening, not about a work."),
    Rule.TAKEN_DOWN: _("The work is taken down."),
    Rule.DISPUTED: _("It is disputed who holds a right in the work."),
    Rule.MATCHED: _("The recording may be somebody else's: that is still to be settled."),
    Rule.NO_HOLDER: _("Nobody is known who could agree."),
    Rule.NOTHING_TO_GIVE: _("The work has nothing of the kind."),
    Rule.UNCONFIRMED: _("Somebody whose right it is has not confirmed it yet."),
    Rule.MINOR: _("Somebody whose right it is, is under 18."),
    Rule.MANDATE_MISSING: _("A collecting society administers a right in it and has not been shown to agree."),
    Rule.NOT_IN_TERMS: _("The terms that were accepted don't know this purpose."),
    Rule.NOT_GIVEN: _("Nobody has opted in."),
    Rule.REFUSED: _("It was refused."),
    Rule.NOT_YET: _("It was given for a later time."),
    Rule.EXPIRED: _("It was given for a time that has ended."),
    Rule.TERRITORY: _("It was not given for this territory."),
    Rule.COMMERCIAL: _("It was not given for commercial use."),
    Rule.UNSIGNED: _("The signature that this needs is missing."),
    Rule.AGREEMENT_MISSING: _("There is no signed agreement with this party."),
    Rule.TWIN_NOT_GIVEN: _("The same recording is under another account, which has not agreed."),
}


def is_allowing(rule: Rule) -> bool:
    return rule in ALLOWING
