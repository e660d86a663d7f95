"""The log's own entries."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .registry import EntryType, register

SCHEMAS = Path(__file__).parent / "schemas"

OWN = {
    "schema.publish": _("From here on, entries of a type have this form."),
    "heartbeat": _("Once a day: how many entries of each type there are so far. A day without one shows a gap."),
    "key.rotate": _("From here on, the log signs with another key."),
    "origin.continue": _("This log goes on where another one, lost or spoilt, had to stop."),
}


def register_own_types() -> None:
    for name, explanation in OWN.items():
        register(EntryType(name, 1, SCHEMAS / f"{name}-1.json", explanation))
