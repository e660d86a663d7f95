"""`libitum ledger keygen|rotate|status|sequence|reopen|new-origin`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from libitum.ledger.errors import LogClosed, LogUnavailable
from libitum.ledger.keys import has_key, key_file, load_key
from libitum.ledger.log import published_log
from libitum.ledger.publishing import make_key_once, rotate
from libitum.ledger.restoring import reopen_with, start_new_origin
from libitum.ledger.selectors import waiting, why_not_running
from libitum.ledger.sequencer import sequence
from libitum_verify.verdict import Refused


class Command(BaseCommand):
    help = "Look after the transparency log: its key, its state, its opening after a restore."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("keygen", help="make the signing key, once")
        verbs.add_parser("rotate", help="sign with a new key from the next checkpoint on")
        verbs.add_parser("status", help="size, key, what waits, whether signing is open")
        verbs.add_parser("sequence", help="publish what waits now")
        reopen = verbs.add_parser("reopen", help="after a restore: go on, when the newest checkpoint known is matched")
        reopen.add_argument("--checkpoint", type=Path, required=True, help="the newest checkpoint anybody kept, a file")
        fresh = verbs.add_parser("new-origin", help="after a loss: begin a new log that names the old one")
        fresh.add_argument("--name", required=True, help="the new log's name, such as music.example/log2")
        fresh.add_argument("--why", required=True, help="a sentence for everybody to read")

    def handle(self, *_args: object, **options: object) -> None:
        try:
            self.stdout.write(VERBS[str(options["verb"])](options))
        except (LogUnavailable, Refused) as refusal:
            raise CommandError(str(refusal)) from None


def keygen(options: dict[str, object]) -> str:
    if has_key():
        raise CommandError(_("There is a signing key already; “libitum ledger rotate” replaces it."))
    if not make_key_once():
        raise LogClosed(_("The log has been signed with a key that is not here. Bring that key back."))
    return f"{key_file()}\n{load_key().verifier}"


def rotate_key(options: dict[str, object]) -> str:
    _old, new = rotate()
    sequence()
    return str(new.verifier)


def status(options: dict[str, object]) -> str:
    log = published_log()
    newest = log.newest()
    lines = [f"key: {load_key().verifier}" if has_key() else _("key: none yet")]
    lines.append(
        f"log: {newest.origin}, {newest.size}, {newest.root.hex()}" if newest else _("log: nothing signed yet")
    )
    lines.append(_("waiting: %(count)d") % {"count": waiting()})
    why = why_not_running()
    lines.append(_("signing: closed. %(why)s") % {"why": why} if why else _("signing: open"))
    return "\n".join(lines)


def publish(options: dict[str, object]) -> str:
    checkpoint = sequence()
    return str(checkpoint.size) if checkpoint else _("Nothing waited.")


def reopen(options: dict[str, object]) -> str:
    reopen_with(Path(str(options["checkpoint"])).read_bytes())
    return _("Signing is open again.")


def new_origin(options: dict[str, object]) -> str:
    return str(start_new_origin(name=str(options["name"]), why=str(options["why"])).verifier)


VERBS = {
    "keygen": keygen,
    "rotate": rotate_key,
    "status": status,
    "sequence": publish,
    "reopen": reopen,
    "new-origin": new_origin,
}
