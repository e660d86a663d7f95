"""`python -m tests.fuzz.run TARGET [libFuzzer's own options and folders]`: one target, or `every` of them in turn."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "libitum.config.settings.testing")

import atheris

with atheris.instrument_imports(include=["libitum", "libitum_verify", "mutagen"], enable_loader_override=False):
    import django

    django.setup()
    from tests.fuzz.targets import TARGETS, every


def main() -> None:
    name, *options = sys.argv[1:]
    target = every if name == "every" else TARGETS[name]
    atheris.Setup([sys.argv[0], *options], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
