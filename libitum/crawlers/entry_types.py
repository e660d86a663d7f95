"""What this room writes into the log, and a sentence for people on each."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from libitum.ledger.registry import EntryType, register

SCHEMAS = Path(__file__).parent / "schemas"

TYPES = {
    "signals.publish": _("What the instance tells machines about the use of its music, from here on."),
    "signals.work": _("A work was opened to everybody who wants to train on it, or closed again."),
}


def register_types() -> None:
    for name, explanation in TYPES.items():
        register(EntryType(name, 1, SCHEMAS / f"{name}-1.json", explanation))
