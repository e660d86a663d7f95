"""What the rights room writes into the log, and a sentence for people on each."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from libitum.ledger.registry import EntryType, register

SCHEMAS = Path(__file__).parent / "schemas"

TYPES = {
    "purposes.publish": _("The closed list of what can be done with a work, as it stands from here on."),
    "terms.publish": _("A version of the terms, with its AI clause; from here on its text can't change."),
    "terms.altered": _("A text of the terms was found to be another than the published one; it counts for nothing."),
    "terms.accept": _("Somebody said yes to a version of the terms."),
    "work.register": _("A work's fixed value, by which it can be found, or shown to be missing, in every list."),
    "holder.set": _("Who stands for a right in a work."),
    "holder.dispute": _("A right in a work is disputed: raised, answered, decided. Who says what stands nowhere here."),
    "key.enrol": _("A key with which somebody can sign from the time named on."),
    "key.revoke": _("A key that signs no more."),
    "consent.set": _("Somebody decided what may be done with their works; what exactly, their receipt shows."),
    "actor.register": _("A program that may ask for music, and what it may ever ask for."),
    "use.batch": _("Works handed to a program, listed before it received them."),
    "model.manifest": _("Works handed to the training of a model, listed before it received them."),
    "model.release": _("A model that came of a training named before."),
    "output.create": _("What came of a use."),
    "takedown": _("A work was taken down, or is back."),
}


# Of those that have got a second form; the first stays in the log for the entries that were written in it.
VERSIONS = {"consent.set": 2}


def register_types() -> None:
    for name, explanation in TYPES.items():
        version = VERSIONS.get(name, 1)
        register(EntryType(name, version, SCHEMAS / f"{name}-{version}.json", explanation))
