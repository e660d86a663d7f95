"""An instance of its own for a benchmark, thrown away afterwards. Import it before anything of ours.

LIBITUM_BENCH_HOME names a folder to keep it in, LIBITUM_BENCH_DATABASE_URL a database other than SQLite.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

HOME = os.environ.get("LIBITUM_BENCH_HOME") or tempfile.mkdtemp(prefix="libitum-bench-")
if "LIBITUM_BENCH_HOME" not in os.environ:
    atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ.pop("LIBITUM_DATABASE_URL", None)
if "LIBITUM_BENCH_DATABASE_URL" in os.environ:
    os.environ["LIBITUM_DATABASE_URL"] = os.environ["LIBITUM_BENCH_DATABASE_URL"]
os.environ.update(LIBITUM_HOME=HOME, LIBITUM_LOG_LEVEL="WARNING", DJANGO_SETTINGS_MODULE="libitum.config.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

django.setup()
call_command("prepare", verbosity=0)
