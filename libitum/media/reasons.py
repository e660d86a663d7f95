"""What codes say to people: what happened, what is safe, what to do."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .engine.reasons import PictureReason, Reason
from .formats import NAMES
from .models import Master, PictureUpload, ProcessingJob, Upload
from .scanner import ScannerAway
from .selectors.streams import is_given_up
from .services.processing.problems import OUR_FAULT, STORE_AWAY, DiskFull

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Details = Mapping[str, str | int | float]

SENTENCES: dict[str, "_StrPromise"] = {
    Reason.EMPTY: _("The file is empty. Choose it again: perhaps it was still being written."),
    Reason.NOT_AUDIO: _("This is no sound file that we know. Send the recording as %(formats)s."),
    Reason.PLAYLIST: _("This is a playlist (%(format)s): a list of addresses without any sound. Send the recording."),
    Reason.WEB_PAGE: _(
        "This is a web page and no recording. Perhaps a download has saved a page asking to sign in: download it again."
    ),
    Reason.DOCUMENT: _("This is a document (%(format)s) and no recording. Choose another file."),
    Reason.IMAGE: _("This is a picture (%(format)s) and no recording. Pictures go in the artwork's place."),
    Reason.VIDEO: _("This is a film (%(format)s). Save its sound alone, for example as FLAC, and send that."),
    Reason.ARCHIVE: _("This is an archive (%(format)s). Unpack it and send the recordings in it."),
    Reason.NOTES_NOT_SOUND: _("This file (%(format)s) holds notes, not sound. Render it to WAV or FLAC and send that."),
    Reason.UNSUPPORTED_CONTAINER: _("We don't take %(format)s. Convert it, and send it as %(formats)s."),
    Reason.UNSUPPORTED_CODEC: _("The sound in this file is coded as %(codec)s, which we don't take. Send %(formats)s."),
    Reason.ENCRYPTED: _(
        "This file is locked by copy protection, so nobody else can play it. Send the recording unlocked."
    ),
    Reason.NO_SOUND_INSIDE: _("There is no sound in this file, only what describes it. Export the recording again."),
    Reason.TRUNCATED: _("The file ends too early. Export or copy it again, and compare its size before you send it."),
    Reason.DECLARED_LENGTH_LIES: _(
        "The file says that it lasts %(declared)s, which its %(size)s can't hold. Export the recording again."
    ),
    Reason.BROKEN_HEADER: _(
        "The beginning of this %(format)s file is damaged, so nothing can play it. Export it again."
    ),
    Reason.DAMAGED: _("Parts of this file are damaged and can't be played. Export or copy it again."),
    Reason.TOO_SHORT: _("This lasts less than a tenth of a second: nobody could hear it. Choose another file."),
    Reason.TOO_LONG: _("A recording may last at most %(seconds)s. Cut it into parts and send them as a release."),
    Reason.TOO_MANY_CHANNELS: _("This file has %(channels)s channels; we take up to eight. Mix it down to stereo."),
    Reason.ODD_SAMPLE_RATE: _(
        "Its sample rate of %(hertz)s Hz is none that music has (8,000 to 384,000). Export it again."
    ),
    Reason.DECODER_GAVE_UP: _(
        "The sound in this file can't be decoded. Export the recording again, for example as FLAC."
    ),
    Reason.TOOK_TOO_LONG: _("Decoding this file took far longer than any recording should. Export it again as FLAC."),
    Reason.HARMFUL: _(
        "The virus scanner has found something harmful in this file, so we have kept nothing of it. "
        "Export the recording again, on a computer that you know is clean."
    ),
    PictureReason.NOT_A_PICTURE: _("This is no picture that we know. Choose a JPEG, PNG, WebP or GIF."),
    PictureReason.UNSUPPORTED_PICTURE: _("We don't take this kind of picture. Save it as JPEG, PNG or WebP."),
    PictureReason.PICTURE_TOO_LARGE: _(
        "This picture is too large: at most 4096 points on each side and 20 MB. Make it smaller."
    ),
    PictureReason.PICTURE_TOO_SMALL: _("This picture is too small: it needs at least 64 points on each side."),
    PictureReason.PICTURE_DAMAGED: _("This picture is damaged and can't be opened. Save it again."),
    PictureReason.PICTURE_HARMFUL: _(
        "The virus scanner has found something harmful in this picture, so we have kept nothing of it. "
        "Choose another, or save it again on a computer that you know is clean."
    ),
    DiskFull.code: _(
        "The server's disk is full. Your recording is safe, and goes on by itself as soon as there is room."
    ),
    STORE_AWAY: _(
        "The store that keeps the recordings does not answer. "
        "Your recording is safe, and goes on by itself as soon as it does."
    ),
    ScannerAway.code: _(
        "The virus scanner does not answer, and without it nothing is taken in. "
        "What you sent is safe, and goes on by itself as soon as it does."
    ),
    OUR_FAULT: _(
        "We could not prepare this, and it is our fault. What you sent is safe. "
        "Try again; if it fails once more, write to us."
    ),
}
MISSING = _("The file ends %(missing)s too early. Export or copy it again, and compare its size before you send it.")
SHORTER = _("The file says that it lasts %(declared)s, but ends after %(decoded)s. Export or copy it again.")


def clock(value: str | float) -> str:
    """Seconds as 1:02:03."""
    minutes, seconds = divmod(round(float(value)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


FORMATTED: dict[str, Callable[[str | int | float], str]] = {
    "declared": clock,
    "decoded": clock,
    "seconds": clock,
    "size": filesizeformat,
    "missing": filesizeformat,
}


def sentence(code: str, details: Details | None = None) -> str:
    """In the language of whoever reads it; empty for no code."""
    if not code:
        return ""
    values = {name: FORMATTED[name](value) if name in FORMATTED else value for name, value in (details or {}).items()}
    try:
        return str(pattern(code, values)) % {"formats": ", ".join(NAMES), **values}
    except KeyError:  # a code or a number that an older or newer version has written
        return gettext("This could not be taken. Choose another file, or write to us.")


def pattern(code: str, values: Mapping[str, object]) -> "_StrPromise":
    if code == Reason.TRUNCATED and "decoded" in values:
        return SHORTER
    if code == Reason.TRUNCATED and "missing" in values:
        return MISSING
    return SENTENCES[code]


def why_upload(upload: Upload) -> str:
    """Why an upload was refused, or why its preparation waits or has failed; empty when all is well."""
    if upload.reason:
        return sentence(upload.reason, upload.reason_details)
    job: ProcessingJob | None = getattr(upload, "job", None)
    return sentence(job.reason) if job else ""


def why_picture(picture: PictureUpload) -> str:
    if picture.reason:
        return sentence(picture.reason, picture.reason_details)
    job: ProcessingJob | None = getattr(picture, "job", None)
    return sentence(job.reason) if job else ""


# How soon it makes sense to ask again for what is being prepared.
ASK_AGAIN_SECONDS = 30


def why_store_away() -> str:
    """To whoever asked for something that lies in it."""
    return gettext("The store that keeps the recordings does not answer. Nothing is lost; try again in a minute.")


def why_no_download(master: Master) -> str:
    """Why what its artist offers can't be had at this moment."""
    if is_given_up(master):
        return gettext("This download could not be prepared, and it is our fault. We try again within a day.")
    return gettext("This download is being prepared. Try again in a moment.")
