"""A statement in words, made from its decisions: what is shown to somebody is what is hashed and signed."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from libitum_verify.rights.facts import ANYBODY, INSTANCE
from libitum_verify.rights.statement import inherits
from libitum_verify.rights.vocabulary import Subject, texts_of, vocabulary

# Up to so many works are named where they are meant; more stand in a list of their own below.
NAMED_AT_ONCE = 3
# What changes the order in which signs are shown would let a title pretend to be a sentence of ours.
UNSEEN = {"Cc", "Cf", "Zl", "Zp"}

Value = Mapping[str, Any]


def text_of(value: Value) -> str:
    """Blocks between empty lines: the first line of each is its heading. In the statement's language."""
    with translation.override(value["language"]):
        return "\n\n".join(Wording(value).blocks())


class Wording:
    def __init__(self, value: Value) -> None:
        self.value = value
        self.purposes = vocabulary(value["vocabulary"]["version"]).purposes
        self.texts = texts_of(value["language"], value["vocabulary"]["version"])
        titles = {row["work"]: row["title"] for row in value["works"]}
        self.titles = titles | {row["release"]: row["title"] for row in value["releases"]}
        self.lists: list[tuple[str, ...]] = []

    def blocks(self) -> list[str]:
        allowed = [row for row in self.value["decisions"] if row["allowed"]]
        returned = [row for row in self.value["decisions"] if inherits(row)]
        refused = [row for row in self.value["decisions"] if not row["allowed"] and not inherits(row)]
        blocks = [self.opening()]
        if allowed:
            blocks += [_("I allow"), *[self.decision(n, row) for n, row in enumerate(allowed, 1)]]
        if refused:
            blocks += [_("I don't allow"), *[self.decision(n, row) for n, row in enumerate(refused, len(allowed) + 1)]]
        if returned:
            first = len(allowed) + len(refused) + 1
            blocks += [_("As for all my music"), *[self.decision(n, row) for n, row in enumerate(returned, first)]]
        blocks += [self.list_of(n) for n in range(len(self.lists))]
        if personal := [row for row in allowed if self.purposes[row["purpose"]].personal]:
            blocks.append(self.personal_data(personal))
        if personal := [row for row in returned if self.purposes[row["purpose"]].personal]:
            blocks.append(self.personal_data_above(personal))
        return [*blocks, self.afterwards(allowed)]

    def opening(self) -> str:
        lines = [_("What may be done with my music on %(site)s") % {"site": self.value["origin"]}]
        lines.append(_("Said on %(day)s (UTC).") % {"day": self.value["issued"].replace("T", " ").rstrip("Z")})
        if self.value["terms"]:
            lines.append(_("I have accepted version %(number)d of the terms.") % {"number": self.value["terms"]})
        return "\n".join(lines)

    def decision(self, number: int, row: Value) -> str:
        texts = self.texts[row["purpose"]]
        lines = [f"{number}. {texts['name']} ({row['purpose']})", texts["means"]]
        if row["allowed"]:
            lines += [_("Who benefits: %(who)s") % {"who": texts["benefits"]}]
            lines += [_("It never includes: %(what)s") % {"what": texts["never"]}]
        lines.append(_("For: %(works)s") % {"works": self.about(row)})
        if inherits(row):
            return "\n".join([*lines, *self.above()])
        return "\n".join(lines + (self.bounds_of_grant(row) if row["allowed"] else self.bounds(row)))

    def about(self, row: Value) -> str:
        if row["level"] == "account":
            if self.purposes[row["purpose"]].subject is Subject.LISTENER:
                return _("what I listen to")
            return _("everything in which I hold a right, also what is published later")
        if len(row["about"]) > NAMED_AT_ONCE:
            works = tuple(row["about"])
            if works not in self.lists:
                self.lists.append(works)
            name = letter(self.lists.index(works))
            return ngettext("%(count)d work of list %(list)s", "the %(count)d works of list %(list)s", len(works)) % {
                "count": len(works),
                "list": name,
            }
        names = ", ".join(self.title(name) for name in row["about"])
        if row["level"] == "release":
            return _("what is, or will be, on the release %(title)s") % {"title": names}
        return names

    def title(self, name: str) -> str:
        return _("“%(title)s”") % {"title": visible(self.titles[name])}

    def list_of(self, number: int) -> str:
        lines = [_("List %(list)s") % {"list": letter(number)}]
        return "\n".join(lines + [f"{n}. {self.title(name)}" for n, name in enumerate(self.lists[number], 1)])

    def bounds_of_grant(self, row: Value) -> list[str]:
        lines = [_("Who may do it: %(who)s") % {"who": taker(row["taker"])}, *self.bounds(row)]
        if not row["model"]:
            lines.append(_("With any model of theirs."))
        places = ", ".join(row["territories"]) or _("everywhere")
        lines.append(_("Where: %(places)s") % {"places": places})
        lines.append(_("Also to earn money with.") if row["commercial"] else _("Not to earn money with."))
        if row["credit"]:
            lines.append(_("To be credited as: %(credit)s") % {"credit": visible(row["credit"])})
        if row["share"] is not None:
            share = formats.number_format(row["share"] / 10, decimal_pos=1)
            lines.append(_("My share of the income: %(share)s %%") % {"share": share})
        return lines

    def above(self) -> list[str]:
        return [
            _("I set nothing of its own for it any more. What I say for its release, or for everything, holds for it."),
            _("Where that allows something, it is allowed for it too: now, and whenever I allow it later."),
        ]

    def bounds(self, row: Value) -> list[str]:
        """What a refusal and a grant can both be limited to."""
        lines = []
        if not row["allowed"] and row["taker"] not in ("", INSTANCE):
            lines.append(_("To whom: %(who)s") % {"who": taker(row["taker"])})
        if row["model"]:
            model = f"{row['model']} {row['version']}".strip()
            lines.append(_("With the model: %(model)s") % {"model": visible(model)})
        if row["since"] is not None:
            lines.append(_("From: %(moment)s (UTC)") % {"moment": moment(row["since"])})
        if row["until"] is not None:
            lines.append(_("Until: %(moment)s (UTC)") % {"moment": moment(row["until"])})
        return lines

    def personal_data(self, rows: Sequence[Value]) -> str:
        """A licence is one thing, consent to the use of personal data another: it is said apart."""
        names = ", ".join(self.texts[purpose]["name"] for purpose in dict.fromkeys(row["purpose"] for row in rows))
        return "\n".join(
            [
                _("My consent to the use of personal data"),
                _("My voice and likeness are personal data. I consent to their use for: %(purposes)s.")
                % {"purposes": names},
                _("I can withdraw this at any time, without giving a reason and without any disadvantage."),
            ]
        )

    def personal_data_above(self, rows: Sequence[Value]) -> str:
        names = ", ".join(self.texts[purpose]["name"] for purpose in dict.fromkeys(row["purpose"] for row in rows))
        return "\n".join(
            [
                _("My consent to the use of personal data"),
                _("Where I consent to the use of my voice and likeness for everything, I do here too: %(what)s.")
                % {"what": names},
                _("I can withdraw this at any time, without giving a reason and without any disadvantage."),
            ]
        )

    def afterwards(self, allowed: Sequence[Value]) -> str:
        lines = [_("What this means afterwards")]
        if allowed:
            lines.append(_("I can withdraw at any time, without a key, and the next use is refused at once."))
            lines.append(_("What was made before stays as it is; it is listed for me as made before I withdrew."))
            lines.append(_("I give up no moral right by this."))
        if any(row["taker"] == ANYBODY for row in allowed):
            lines.append(_("What anybody may use can't be recalled: copies that others took stay with them."))
        if any(row["purpose"].startswith("share.") and row["taker"] != ANYBODY for row in allowed):
            lines.append(_("What was handed to somebody else can't be taken out of their hands by this site."))
        if not allowed:
            lines.append(_("This holds from now on. I can change it at any time."))
        return "\n".join(lines)


def taker(name: str) -> str:
    if name == INSTANCE:
        return _("%(site)s itself, for the people here") % {"site": settings.SITE_NAME}
    if name == ANYBODY:
        return _("anybody")
    return visible(name)


def letter(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def visible(text: str) -> str:
    return "".join(" " if unicodedata.category(sign) in UNSEEN else sign for sign in text)


def moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
