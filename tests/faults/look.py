"""Run as `python -m tests.faults.look [tidy]` with an instance's environment: prints `looking.look()` as JSON."""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.faults import looking

    if "tidy" in sys.argv:
        looking.tidy()
    print("ANSWER" + json.dumps(looking.look(), default=str))  # noqa: T201 - the answer
