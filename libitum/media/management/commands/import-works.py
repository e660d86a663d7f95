"""`libitum import-works`: the page "Import" as a command."""  # noqa: N999 - the command's own name

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.media.bulk import Action, Folder, Outcome, Plan, Planned, TableProblem, import_rows, make_plan, read_table


class Command(BaseCommand):
    help = "Import a folder of recordings with a table of what they are (docs/artists/bulk-import.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the recordings lie")
        parser.add_argument("--csv", type=Path, required=True, help="the table, UTF-8")
        parser.add_argument("--artist", required=True, help="address of the artist's page (its last part)")
        parser.add_argument("--owner", required=True, help="e-mail address of the account the page belongs to")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--skip-errors", action="store_true", help="import the good rows though others have errors")

    def handle(self, *args: Any, **options: Any) -> None:
        owner, artist = self.who(options["owner"], options["artist"])
        plan = self.plan(owner, artist, options["csv"], options["folder"])
        for planned in plan.rows:
            self.tell(planned)
        errors = len(plan.of(Action.ERROR))
        self.stdout.write(_("%(good)d to import, %(errors)d with errors.") % {"good": len(plan.good), "errors": errors})
        if plan.problem:
            raise CommandError(plan.problem)
        if errors and not options["skip_errors"]:
            raise CommandError(_("Nothing was imported: correct the rows with errors, or add --skip-errors."))
        if not options["dry_run"]:
            self.carry_out(owner, plan)

    def who(self, email: str, slug: str) -> tuple[User, Artist]:
        owner = User.objects.filter(email=email.lower(), is_active=True).first()
        if owner is None:
            raise CommandError(_("There is no active account with this e-mail address."))
        artist = owner.artists.filter(slug=slug).first()
        if artist is None:
            raise CommandError(_("This account has no page with the address “%(slug)s”.") % {"slug": slug})
        return owner, artist

    def plan(self, owner: User, artist: Artist, table: Path, folder: Path) -> Plan:
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(path)s.") % {"path": folder})
        try:
            return make_plan(actor=owner, artist=artist, rows=read_table(table.read_bytes()), recordings=Folder(folder))
        except TableProblem as problem:
            raise CommandError(str(problem)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None

    def tell(self, planned: Planned) -> None:
        head = f"{planned.row.number:>5}  {planned.action:<6}  {planned.fields.title}"
        style = self.style.ERROR if planned.problems else self.style.SUCCESS
        self.stdout.write(style(head))
        for problem in planned.problems:
            self.stdout.write(f"       {problem}")

    def carry_out(self, owner: User, plan: Plan) -> None:
        outcomes = import_rows(actor=owner, plan=plan, on_row=self.tell_outcome)
        failed = sum(outcome.failed for outcome in outcomes)
        if failed:
            raise CommandError(_("%(number)d rows could not be imported.") % {"number": failed})

    def tell_outcome(self, outcome: Outcome) -> None:
        if outcome.upload is not None:
            name = outcome.planned.fields.title
            self.stdout.write(_("Received: %(name)s (receipt %(uid)s)") % {"name": name, "uid": outcome.upload.uid})
        elif outcome.failed:
            self.stdout.write(self.style.ERROR(f"{outcome.planned.row.number:>5}  {outcome.sentence}"))
