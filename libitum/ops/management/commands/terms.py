"""The terms from the command line: `libitum terms list|draft|diff|announce`."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime, time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from libitum.rights.models import TermsLetter, TermsVersion
from libitum.rights.selectors.terms import Altered, compared_with_announced
from libitum.rights.services.terms import announce, draft
from libitum.rights.wording.comparing import Comparison, Passage
from libitum.rights.wording.folder import read_folder

SIGNS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}


class Command(BaseCommand):
    help = "Draft terms, see what they would change, and announce them. The law of your country is yours to check."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="every version, and how its letters stand")
        drafting = verbs.add_parser(
            "draft", help="make the next version of a folder (en.md, fr.md, it.md, clause.json)"
        )
        drafting.add_argument("folder", type=Path)
        verbs.add_parser("diff", help="what the draft would change")
        announcing = verbs.add_parser("announce", help="publish the draft and tell everybody; it can't be taken back")
        announcing.add_argument("--from", required=True, type=day, dest="day", metavar="YYYY-MM-DD")

    def handle(self, *_args: object, verb: str, **options: object) -> None:
        try:
            {"list": self.list, "draft": self.draft, "diff": self.diff, "announce": self.announce}[verb](options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Altered as altered:
            sentence = "Version {} is not what was published: see `libitum check`. Nothing was changed."
            raise CommandError(sentence.format(altered.args[0])) from altered

    def list(self, _options: dict[str, object]) -> None:
        for version in TermsVersion.objects.order_by("number"):
            since = f"from {version.effective_at:%Y-%m-%d}" if version.effective_at else ""
            letters = TermsLetter.objects.filter(version=version)
            sent, lost = letters.exclude(sent_at=None).count(), letters.filter(sent_at=None, claimed_at__isnull=False)
            row = f"{version.number:4}  {version.state:10} {since:16} {sent} of {letters.count()} letters sent"
            self.stdout.write(f"{row}, {lost.count()} of unknown fate" if lost.exists() else row)

    def draft(self, options: dict[str, object]) -> None:
        version = draft(written=read_folder(Path(str(options["folder"]))))
        self.stdout.write(f"Version {version.number} is drafted. See `libitum terms diff`.")

    def diff(self, _options: dict[str, object]) -> None:
        difference = compared_with_announced(waiting())
        for line in lines(difference) if difference else ["This is the first version."]:
            self.stdout.write(line)

    def announce(self, options: dict[str, object]) -> None:
        begin = datetime.combine(options["day"], time.min, timezone.get_default_timezone())  # type: ignore[arg-type] # argparse made it a date
        version = announce(version=waiting(), effective_at=begin)
        assert version.effective_at is not None  # noqa: S101 - for the type: announced
        count = TermsLetter.objects.filter(version=version).count()
        self.stdout.write(
            f"Version {version.number} is announced and holds from {version.effective_at:%Y-%m-%d} on. "
            f"{count} letters are on their way."
        )


def waiting() -> TermsVersion:
    version = TermsVersion.objects.filter(announced_at=None).prefetch_related("texts").first()
    if version is None:
        raise CommandError("There is no draft: make one with `libitum terms draft FOLDER`.")
    return version


def lines(difference: Comparison) -> "list[str]":
    turns = [f"{c.turn:8}  {c.purpose}: {c.before.name} -> {c.after.name}" for c in difference.purposes]
    words = [
        f"{language}{' AI' if passage.about_ai else ''}: {marked(passage)}"
        for language, passages in difference.passages.items()
        for passage in passages
        if passage.changed and not passage.made
    ]
    verdict = (
        "Some of it is wider: it binds only who says yes, and needs 30 days' notice."
        if difference.widens
        else "It only narrows: it may hold at once."
        if difference.only_narrows
        else "Nothing of it is wider; its words need 30 days' notice."
    )
    return [*turns, *words, verdict]


def marked(passage: Passage) -> str:
    return "".join(f"{SIGNS[p.kind][0]}{p.text}{SIGNS[p.kind][1]}" for p in passage.pieces)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("a day, as 2027-01-31") from error
