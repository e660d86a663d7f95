"""The `libitum` command; every verb is one of Django's management commands, ours or its own."""

import os
import sys

from libitum import __version__


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "libitum.config.settings")
    sys.argv[0] = "libitum"
    if sys.argv[1:] in ([], ["help"], ["--help"], ["-h"]):
        print_verbs()
        return
    if sys.argv[1:] == ["--version"]:
        print(__version__)
        return
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings must be named first

    # A verb of two words is written with a hyphen, which no module's name can have.
    sys.argv[1] = sys.argv[1].replace("-", "_") if not sys.argv[1].startswith("-") else sys.argv[1]
    execute_from_command_line(sys.argv)


def print_verbs() -> None:
    """Ours, each with the first sentence of its help."""
    import django  # noqa: PLC0415 - likewise
    from django.core.management import get_commands, load_command_class  # noqa: PLC0415

    django.setup()
    print("usage: libitum VERB …      (libitum VERB --help tells more)\n")
    for verb, app in sorted(get_commands().items()):
        if isinstance(app, str) and app.startswith("libitum."):
            first, _, _ = load_command_class(app, verb).help.replace("\n", " ").partition(". ")
            print(f"  {verb.replace('_', '-'):<19} {first.rstrip('.')}")
    print("\nDjango's own verbs work, too: libitum help --commands")


if __name__ == "__main__":
    main()
