"""What `libitum check` looks at, besides Django's own checks: each answers with a sentence if something is wrong."""

import shutil
import subprocess
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import Error as DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from libitum.common.uids import new_uid
from libitum.config.environment import environment
from libitum.media.engine.ffmpeg import executable
from libitum.media.scanner import ScannerAway, tells_apart
from libitum.media.stores.folder import FolderStorage
from libitum.rights.gate.registering import engines_lacking
from libitum.rights.gate.walls import walls, why_no_outside_engine
from libitum.rights.models import Engine
from libitum.rights.services.watching import altered_terms

from .connecting import connections_suffice
from .selectors import database_answers, disk_has_reserve, migrations_applied, static_files_collected, storage_writable

FFMPEG_SECONDS = 20
LOCAL = ("localhost", "127.0.0.1", "::1")
PRIVATE_MODE = 0o077
KEY_WAIT_HOURS = 72


def ffmpeg_runs() -> str | None:
    try:
        done = subprocess.run([str(executable()), "-version"], capture_output=True, timeout=FFMPEG_SECONDS, check=False)
    except (OSError, RuntimeError, subprocess.TimeoutExpired) as error:
        return _("ffmpeg does not run (%(error)s): no recording can be prepared.") % {"error": error}
    return None if done.returncode == 0 else _("ffmpeg ends with an error: no recording can be prepared.")


def scanner_works() -> str | None:
    if not settings.SCANNER:
        return None
    try:
        finds, lets_pass = tells_apart()
    except OSError:
        return None  # another check says so
    except ScannerAway as error:
        return _("The scanner of LIBITUM_SCANNER does not run (%(error)s): no recording or picture is taken in.") % {
            "error": error
        }
    if not finds:
        return _("The scanner of LIBITUM_SCANNER finds nothing in EICAR's test file: are its signatures there?")
    return None if lets_pass else _("The scanner of LIBITUM_SCANNER says of a harmless file that it is not.")


def home_is_ours() -> str | None:
    home = Path(settings.HOME)
    if not home.is_dir():
        return _("%(place)s does not exist yet: run `libitum prepare`.") % {"place": home}
    if home.stat().st_mode & PRIVATE_MODE:
        return _("Other people on this machine may look into %(place)s: chmod 700 it.") % {"place": home}
    return None


def storage_works() -> str | None:
    try:
        storage_writable()
    except OSError as error:
        return _("Nothing can be written to the media storage or to %(place)s (%(error)s).") % {
            "place": settings.UPLOAD_ROOT,
            "error": error.strerror,
        }
    return None


def disk_has_room() -> str | None:
    if disk_has_reserve():
        return None
    free = shutil.disk_usage(settings.UPLOAD_ROOT).free
    return _("The disk has %(free)s left, less than the reserve of %(reserve)s: new uploads are refused.") % {
        "free": plain_size(free),
        "reserve": plain_size(settings.DISK_RESERVE_BYTES),
    }


def database_is_ready() -> str | None:
    try:
        database_answers()
        if not migrations_applied():
            return _("The database lacks tables of this release: run `libitum prepare`.")
    except DatabaseError as error:
        return _("The database does not answer: %(error)s") % {"error": str(error).strip()}
    return None


def static_files_are_there() -> str | None:
    return None if static_files_collected() else _("The static files are missing: run `libitum prepare`.")


def keys_wait() -> str | None:
    if settings.KEY_WAIT_HOURS >= KEY_WAIT_HOURS:
        return None
    return _("LIBITUM_KEY_WAIT_HOURS is less than 72: who steals a mailbox can opt an artist in before they notice.")


def address_makes_sense() -> str | None:
    address = urlsplit(environment.url)
    if address.path or address.query:
        site = f"{address.scheme}://{address.netloc}"
        return _("LIBITUM_BASE_URL must end after the host: %(address)s") % {"address": site}
    if address.scheme != "https" and address.hostname not in LOCAL:
        return _("LIBITUM_BASE_URL is not https: passwords travel in the clear, and passkeys won't work.")
    return None


def files_come_through_us() -> str | None:
    storage = storages["media"]
    direct = urlsplit(getattr(storage, "base_url", "") or "").netloc
    if not direct and not getattr(storage, "redirects", False):
        return None
    return _(
        "Media can be fetched from %(place)s directly, which does not send the headers that say what machines may do: "
        "close it to the public, or make it send them; `libitum check --through` shows what arrives."
    ) % {"place": direct or _("the store")}


def bucket_is_closed() -> str | None:
    """Who has no key gets nothing from the store, whatever its name."""
    storage = storages["media"]
    asked = getattr(storage, "is_open_to_strangers", None)
    if asked is None:
        return None
    try:
        name = storage.save(f"probe/{new_uid()}", ContentFile(b"probe"))
        try:
            is_open = asked(name)
        finally:
            storage.delete(name)
    except OSError:
        return None  # another check says so
    if is_open:
        return _("The bucket is open to strangers: everything in it, private works included. Close it.")
    return None


def all_media_are_moved() -> str | None:
    """What lies in the folder of an instance that has a bucket is served to nobody."""
    if isinstance(storages["media"], FileSystemStorage):
        return None
    left = next(FolderStorage(location=settings.MEDIA_ROOT).names(), None)
    if left is None:
        return None
    return _(
        "%(folder)s still holds media, though they are looked for in the bucket: `libitum move-media bucket` moves the "
        "rest, and with --remove takes away what is proven to be there."
    ) % {"folder": settings.MEDIA_ROOT}


def proxy_that_sends_files_is_known() -> str | None:
    if not settings.X_ACCEL or settings.TRUSTED_PROXIES:
        return None
    return _("LIBITUM_X_ACCEL is set, but no proxy in LIBITUM_TRUSTED_PROXIES: who asks without it gets empty files.")


def letters_can_be_sent() -> str | None:
    if environment.email_url is None and urlsplit(environment.url).hostname not in LOCAL:
        place = f"{settings.HOME}/mail"
        return _("LIBITUM_EMAIL_URL is not set: letters are written into %(place)s and reach nobody.") % {
            "place": place
        }
    return None


def engines_are_registered() -> str | None:
    try:
        lacking = engines_lacking()
    except DatabaseError:
        return None  # another check says so
    if not lacking:
        return None
    return _("%(engines)s: not registered as it is: run `libitum prepare`.") % {"engines": ", ".join(lacking)}


def outside_engines_are_walled_off() -> str | None:
    try:
        some = Engine.objects.filter(is_outside=True, is_active=True).exists()
    except DatabaseError:
        return None  # another check says so
    lacking = why_no_outside_engine() if some else ""
    return _("An engine from outside is registered and can't run: %(why)s") % {"why": lacking} if lacking else None


def sandbox() -> str:
    """How engines are walled off here, in a sentence: a fact, not a fault."""
    found, refusal = walls(), why_no_outside_engine()
    parts = [f"Landlock {found.landlock}"] if found.landlock else []
    parts += ["seccomp"] if found.seccomp else []
    parts += ["a user of their own"] if found.user else []
    by = ", ".join(parts) or "nothing"
    return f"Engines are walled off by: {by}. {refusal or 'Engines from outside are taken.'}"


def terms_are_as_published() -> str | None:
    """Only where there are tables to look into; that there are none, another check says."""
    try:
        found = altered_terms() if migrations_applied() else []
    except DatabaseError:
        return None
    if not found:
        return None
    named = ", ".join(f"version {number} in {place}" for number, place in found)
    return _(
        "The terms are not what was published (%(versions)s): what was changed counts for nothing. See /terms/history."
    ) % {"versions": named}


def no_faults_are_shown() -> str | None:
    if not settings.DEBUG or urlsplit(environment.url).hostname in LOCAL:
        return None
    return _("LIBITUM_DEBUG is set: whoever meets a fault is shown code and settings. Take it out.")


CHECKS: tuple[Callable[[], str | None], ...] = (
    home_is_ours,
    database_is_ready,
    connections_suffice,
    storage_works,
    bucket_is_closed,
    all_media_are_moved,
    disk_has_room,
    static_files_are_there,
    ffmpeg_runs,
    scanner_works,
    address_makes_sense,
    no_faults_are_shown,
    files_come_through_us,
    proxy_that_sends_files_is_known,
    keys_wait,
    letters_can_be_sent,
    engines_are_registered,
    outside_engines_are_walled_off,
    terms_are_as_published,
)


def plain_size(size: int) -> str:
    return filesizeformat(size).replace("\xa0", " ")


def problems(*, without: Container[Callable[[], str | None]] = ()) -> Iterator[str]:
    for check in CHECKS:
        if check in without:
            continue
        sentence = check()
        if sentence is not None:
            yield sentence
