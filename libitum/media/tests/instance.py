"""An instance with a database and a home of its own, whose programs are real processes that tests can kill.

Run as `python -m libitum.media.tests.instance VERB ...` with LIBITUM_HOME set; answers in JSON.
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from libitum.media.tests import instance_verbs

    print(json.dumps(instance_verbs.VERBS[sys.argv[1]](*sys.argv[2:]), default=str))  # noqa: T201 -- the answer
