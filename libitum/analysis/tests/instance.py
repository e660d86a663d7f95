"""An instance of its own with a few works to listen to, whose workers tests can kill.

Run as `python -m libitum.analysis.tests.instance VERB` with LIBITUM_HOME set; answers in JSON.
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from libitum.analysis.tests import instance_verbs

    print(json.dumps(instance_verbs.VERBS[sys.argv[1]](), default=str))  # noqa: T201 - the answer
