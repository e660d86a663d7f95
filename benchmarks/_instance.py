"""An instance of its own for a benchmark, thrown away afterwards. Import it before anything of ours."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

HOME = tempfile.mkdtemp(prefix="libitum-bench-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ.pop("LIBITUM_DATABASE_URL", None)
os.environ.update(LIBITUM_HOME=HOME, LIBITUM_LOG_LEVEL="WARNING", DJANGO_SETTINGS_MODULE="libitum.config.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

django.setup()
call_command("prepare", verbosity=0)
