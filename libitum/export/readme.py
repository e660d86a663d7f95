"""The first page of a bundle, in its person's language: what it proves, how to check it, what it can't prove."""

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WIDTH = 78


def readme(language: str, name: str, works: int) -> str:
    with translation.override(language):
        return (
            "\n\n".join(
                paragraph for part in (opening(name, works), holds(), proves(), how(), limits()) for paragraph in part
            )
            + "\n"
        )


def opening(name: str, works: int) -> list[str]:
    day = date_format(localtime(), "DATETIME_FORMAT")
    counted = ngettext("%(n)d work", "%(n)d works", works) % {"n": works}
    title = _("Proofs for %(name)s: %(works)s on %(site)s") % {
        "name": name,
        "works": counted,
        "site": settings.BASE_URL,
    }
    return [f"{title}\n{'=' * min(len(title), WIDTH)}", _("Made on %(day)s.") % {"day": day}]


def holds() -> list[str]:
    rows = {
        "receipts/": _("what you decided, each with its signature and its place in the log"),
        "texts/": _("the same as you read it when you decided"),
        "log/": _("entries of the public log, each with its proof"),
        "lists/, proofs/": _("the lists of works that were handed to programs, and whether a work of yours is in them"),
        "purposes/, terms/": _("the list of purposes and the terms, as they were published"),
        "index.json": _("your works, with the value of each in the lists and the key that opens it: keep it to yourself"),
        "uses.csv": _("every decision about your works, as a table"),
        "vkey, checkpoint": _("the log's key, and what the log had signed when this was made"),
        "libitum_verify/": _("the program that checks all this"),
    }  # fmt: skip
    return [heading(_("What is in here")), "\n".join(f"{name}\n    {text}" for name, text in rows.items())]


def proves() -> list[str]:
    return [
        heading(_("What it proves")),
        listed(
            _("Which decisions were made, when, and that those that allow something were signed with a passkey."),
            _("That each of them stands in the log, whose order nobody can change any more."),
            _("For every list in here: that a work of yours is in it, or that it is not."),
            _("That purposes and terms are the ones that were published."),
        ),
    ]


def how() -> list[str]:
    return [
        heading(_("How to check it")),
        _("With Python 3.11 or newer, in this folder, without a network:"),
        "    python3 -m libitum_verify bundle .",
        _("With a network also that the log still goes on from here, and that no list is left out:"),
        f"    python3 -m libitum_verify bundle . --log {settings.BASE_URL}/log",
        _("Who doesn't trust the key in the file vkey gets it from somewhere else, and adds: --key KEY"),
    ]


def limits() -> list[str]:
    return [
        heading(_("What it can't prove")),
        listed(
            _("What somebody with access to the disks did without declaring it."),
            _("That a declaration is true: only that it was made, when, and not changed since."),
            _("What a model learned beyond the list of works named for it."),
            _("The same recording under the name of somebody else."),
            _("That somebody who agreed really held the rights."),
            _("Anything, to somebody who was shown another log than everybody else and never compared."),
        ),
    ]


def heading(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def listed(*sentences: str) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)
