"""Which walls this machine can put around an engine: Landlock, seccomp, a user of its own."""

import os
import sys
import sysconfig
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from libitum.media.engine.sandbox import SYSTEM_PATHS, Limits, Stranger, run

# Nobody's: above what distributions give to people and below what the kernel means by "nobody".
ENGINE_USER = 64_842
PROBE = Limits(wall=20, cpu=10)
NEEDED = ("landlock", "seccomp")


class Interpreter(NamedTuple):
    """The Python that engines run on, and what it must read to start."""

    executable: Path
    readable: tuple[Path, ...]


class Walls(NamedTuple):
    """`landlock`: its version, 0 for none. `user`: whether engines become another user. `lacking`: why they don't."""

    landlock: int
    seccomp: bool
    user: bool
    lacking: str

    @property
    def whole(self) -> bool:
        return bool(self.landlock and self.seccomp)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in ("landlock", "seccomp", "user") if getattr(self, name))


def interpreter() -> Interpreter:
    paths = sysconfig.get_paths()
    library = Path(sysconfig.get_config_var("LIBDIR") or "/usr/lib") / str(sysconfig.get_config_var("INSTSONAME"))
    readable = [Path(paths[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    readable += [Path(sys.prefix) / "pyvenv.cfg", Path(sys.executable).resolve(), library]
    return Interpreter(Path(sys.executable), tuple(dict.fromkeys(readable)))


def try_walls(user: int | None) -> dict[str, int | bool]:
    """What the kernel gives a program that does nothing; empty where it didn't even start."""
    python = interpreter()
    command = [str(python.executable), "-I", "-B", "-c", "import json, wave"]
    with tempfile.TemporaryDirectory(prefix="libitum-probe-") as folder:
        Path(folder).chmod(0o755)
        outcome = run(
            command, workdir=Path(folder), readable=python.readable, limits=PROBE, stranger=Stranger(user=user)
        )
    return outcome.walls if outcome.ok else {}


@cache
def walls() -> Walls:
    """Tried once in each process: none of it changes while one runs."""
    plain = try_walls(None)
    landlock, seccomp = int(plain.get("landlock", 0)), bool(plain.get("seccomp"))
    if os.geteuid() != 0:
        return Walls(landlock, seccomp, False, _("Only a process of root can start one of another user."))
    if not try_walls(ENGINE_USER).get("user"):
        return Walls(landlock, seccomp, False, _("Another user may not read the Python that this site runs on."))
    return Walls(landlock, seccomp, True, "")


def private_places() -> list[Path]:
    """What no engine may ever see, as far as it lies in files."""
    places = [settings.HOME, settings.MEDIA_ROOT, settings.UPLOAD_ROOT, settings.LEDGER_KEY_FILE, settings.ENGINES_ROOT]
    if connection.vendor == "sqlite":
        places.append(str(connection.settings_dict["NAME"]))
    return [Path(str(place)).resolve() for place in places]


def laid_open() -> Path | None:
    """A private place that lies below something every engine must read, as its interpreter is there."""
    readable = [*map(Path, SYSTEM_PATHS), *interpreter().readable]
    within = [path.resolve() for path in readable]
    return next((place for place in private_places() if any(place.is_relative_to(path) for path in within)), None)


def why_no_outside_engine() -> str:
    """A sentence, empty where engines from outside can be walled off."""
    found = walls()
    if not found.landlock:
        return _("This kernel has no Landlock, so no engine from outside can be kept from files: the gate takes none.")
    if not found.seccomp:
        return _("System calls can't be filtered here, so no engine from outside can be kept from the network: none.")
    place = laid_open()
    if place is not None:
        return _("%(place)s lies inside the Python installation, which every engine reads: the gate takes none.") % {
            "place": place
        }
    return ""


def stranger_for(*, outside: bool) -> Stranger:
    """Our own engines run behind what there is; outside ones behind all of it or not at all."""
    found = walls()
    return Stranger(user=ENGINE_USER if found.user else None, required=(*NEEDED, *found.names[2:]) if outside else ())
