"""AI agents and what they are told: `libitum crawlers list|show|switch|close|open|reset|update`."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from libitum.crawlers.agents import AgentListError, Category
from libitum.crawlers.models import Treatment
from libitum.crawlers.past import Change, change_of, proved
from libitum.crawlers.selectors import carrier, closed_categories, current_set, listed_agents, name_as_listed
from libitum.crawlers.services import choose_for_agent, switch_category, update_agents
from libitum.policy import ROBOTS_PATH

LONGEST = 1_000_000  # bytes


class Command(BaseCommand):
    help = "List the AI agents this instance knows, and say whom robots.txt asks to stay away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="every agent, its category, and whether it is asked to stay away")
        verbs.add_parser("show", help="robots.txt as it is served now")
        switch = verbs.add_parser("switch", help="ask all agents of a category to stay away, or no longer")
        switch.add_argument("category", choices=[each.value for each in Category])
        switch.add_argument("state", choices=["open", "closed"])
        for verb, what in (("close", "always ask an agent to stay away"), ("open", "never ask it")):
            choice = verbs.add_parser(verb, help=what)
            choice.add_argument("name")
            choice.add_argument("--why", default="", help="a reason, for you and those after you")
        verbs.add_parser("reset", help="an agent is told what its category is again").add_argument("name")
        update = verbs.add_parser("update", help="bring in a newer list: a file in the form of ai.robots.txt's")
        update.add_argument("file", type=Path)

    def handle(self, *_args: object, verb: str, **options: str) -> None:
        try:
            getattr(self, f"do_{verb}")(options)
        except AgentListError as error:
            raise CommandError(str(error)) from error

    def do_list(self, _options: dict[str, str]) -> None:
        closed = closed_categories()
        for category in Category:
            self.stdout.write(f"{category.value:12} {'closed' if category in closed else 'open'}")
        for row in listed_agents():
            state = "closed" if row.is_closed else "open"
            why = f"chosen{f': {row.choice.why}' if row.choice.why else ''}" if row.choice else ""
            self.stdout.write(f"{row.agent.name:40} {row.agent.category.value:12} {state:7} {why}".rstrip())

    def do_show(self, _options: dict[str, str]) -> None:
        served = carrier(ROBOTS_PATH)
        if served is None:
            raise CommandError("Nothing is served yet: run `libitum prepare` first.")
        self.stdout.write(served.body, ending="")

    def do_switch(self, options: dict[str, str]) -> None:
        category, closed = Category(options["category"]), options["state"] == "closed"
        self.tell(lambda: switch_category(category=category, closed=closed))

    def do_close(self, options: dict[str, str]) -> None:
        self.choose(options, Treatment.CLOSED)

    def do_open(self, options: dict[str, str]) -> None:
        self.choose(options, Treatment.OPEN)

    def do_reset(self, options: dict[str, str]) -> None:
        self.choose(options, None)

    def choose(self, options: dict[str, str], treatment: Treatment | None) -> None:
        name = name_as_listed(options["name"])
        if treatment is None and name not in {row.agent.name for row in listed_agents()}:
            raise CommandError(f"There is no agent {name}. See `libitum crawlers list`.")
        self.tell(lambda: choose_for_agent(name=name, treatment=treatment, why=options.get("why", "")))

    def do_update(self, options: dict[str, str]) -> None:
        path = Path(options["file"])
        text = read(path)
        self.tell(lambda: update_agents(text=text, source=path.name))

    def tell(self, write: Callable[[], object]) -> None:
        """Says what the write changed."""
        before = current_set()
        write()
        after = current_set()
        if after is None or (before is not None and before.pk == after.pk):
            self.stdout.write("Recorded. Nothing changes in what machines are told.")
            return
        old, new = proved(before) if before else None, proved(after)
        for line in lines(change_of(old, new)) if old and new else []:
            self.stdout.write(line)
        self.stdout.write(f"Version {after.number} of what machines are told is in force.")


def lines(change: Change) -> list[str]:
    before, after = change.listed
    said = [
        (f"asked to stay away now: {', '.join(change.closed)}", change.closed),
        (f"no longer asked: {', '.join(change.opened)}", change.opened),
        (f"agents on the list: {after} instead of {before}", change.list_grew_or_shrank),
    ]
    return [line for line, holds in said if holds]


def read(path: Path) -> str:
    try:
        if path.stat().st_size > LONGEST:
            raise CommandError("More than a megabyte is too much for a list of agents.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is no UTF-8 text.") from error
