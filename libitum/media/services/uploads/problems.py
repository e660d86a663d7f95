"""Why bytes are not taken. `code` is for programs, `sentence` for people: what happened, what is safe, what to do."""

from typing import ClassVar

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from libitum.media.models import Upload, UploadState


class UploadProblem(Exception):  # noqa: N818 - an answer, not a fault of ours
    code: ClassVar[str]

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class EmptyFile(UploadProblem):
    code = "empty"

    def __init__(self) -> None:
        super().__init__(_("This file is empty: there is nothing to hear in it. Choose another."))


class TooLarge(UploadProblem):
    code = "too-large"

    def __init__(self, length: int, most: int) -> None:
        sizes = {"size": filesizeformat(length), "most": filesizeformat(most)}
        super().__init__(
            _("This file has %(size)s; a recording may have at most %(most)s. FLAC keeps every sample in less space.")
            % sizes
        )


class OverQuota(UploadProblem):
    code = "over-quota"

    def __init__(self, length: int, free: int, limit: int) -> None:
        sizes = {"size": filesizeformat(length), "free": filesizeformat(free), "limit": filesizeformat(limit)}
        super().__init__(
            _(
                "This file has %(size)s, and of your %(limit)s there are %(free)s left. "
                "Delete works or unfinished uploads you no longer need, or ask for more room."
            )
            % sizes
        )


class TooManyOpen(UploadProblem):
    code = "too-many-open"

    def __init__(self, number: int) -> None:
        super().__init__(
            ngettext(
                "You have %(number)d unfinished upload. Finish it or give it up first.",
                "You have %(number)d unfinished uploads. Finish some or give them up first.",
                number,
            )
            % {"number": number}
        )


class DiskFull(UploadProblem):
    code = "disk-full"

    def __init__(self) -> None:
        super().__init__(
            _(
                "The server's disk is full, so nothing more can be received now. "
                "What has arrived is kept; try again later, and it goes on where it stopped."
            )
        )


class NoArtist(UploadProblem):
    code = "no-artist"

    def __init__(self) -> None:
        super().__init__(_("First choose the name you publish under: make your page as an artist."))


class WhichArtist(UploadProblem):
    code = "which-artist"

    def __init__(self) -> None:
        super().__init__(_("You publish under several names: say under which one this recording goes."))


class UnknownWork(UploadProblem):
    code = "unknown-work"

    def __init__(self) -> None:
        super().__init__(_("The track or the artist's page this recording is meant for isn't among yours."))


class WrongOffset(UploadProblem):
    code = "wrong-offset"

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(_("%(number)d bytes have arrived so far: go on from there.") % {"number": offset})


class TooMuch(UploadProblem):
    code = "too-much"

    def __init__(self, length: int) -> None:
        super().__init__(
            _("More bytes came than the %(number)d that were announced, so these were discarded.") % {"number": length}
        )


class WrongChecksum(UploadProblem):
    code = "wrong-checksum"

    def __init__(self) -> None:
        super().__init__(_("These bytes were damaged on the way and have been discarded. Send them again."))


class Incomplete(UploadProblem):
    """`offset`: where to go on."""

    code = "incomplete"

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(
            _("The connection ended before all had come. %(number)d bytes are safe: go on from there.")
            % {"number": offset}
        )


class Busy(UploadProblem):
    code = "busy"

    def __init__(self) -> None:
        super().__init__(_("Another window or program is sending this file now. Wait a moment, or stop it there."))


class NotDirect(UploadProblem):
    code = "not-direct"

    def __init__(self) -> None:
        super().__init__(_("This recording is sent to the site itself, not to its store."))


class NotThrough(UploadProblem):
    code = "not-through"

    def __init__(self) -> None:
        super().__init__(_("Parts of this recording have come another way already: go on with that one."))


class WrongPart(UploadProblem):
    code = "wrong-part"

    def __init__(self, most: int) -> None:
        super().__init__(_("This recording has parts from 1 to %(most)d.") % {"most": most})


class AllThere(UploadProblem):
    code = "all-there"

    def __init__(self) -> None:
        super().__init__(_("All bytes of this recording have arrived already. To take it back, delete the track."))


class Gone(UploadProblem):
    code = "gone"

    def __init__(self, upload: Upload) -> None:
        if upload.state == UploadState.TERMINATED:
            super().__init__(_("This upload was given up, and what had arrived was deleted."))
        elif upload.track_id is None:
            super().__init__(_("The track this recording was meant for has been deleted."))
        else:
            super().__init__(_("Nothing came for so long that this upload has expired. Start again from the file."))
