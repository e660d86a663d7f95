"""Why a file is not accepted: a closed list, so that every reason has its sentence (`libitum.media.reasons`)."""

from enum import StrEnum


class Reason(StrEnum):
    EMPTY = "empty"
    NOT_AUDIO = "not_audio"
    PLAYLIST = "playlist"
    WEB_PAGE = "web_page"
    DOCUMENT = "document"
    IMAGE = "image"
    VIDEO = "video"
    ARCHIVE = "archive"
    NOTES_NOT_SOUND = "notes_not_sound"
    UNSUPPORTED_CONTAINER = "unsupported_container"
    UNSUPPORTED_CODEC = "unsupported_codec"
    ENCRYPTED = "encrypted"
    NO_SOUND_INSIDE = "no_sound_inside"
    TRUNCATED = "truncated"
    DECLARED_LENGTH_LIES = "declared_length_lies"
    BROKEN_HEADER = "broken_header"
    DAMAGED = "damaged"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_MANY_CHANNELS = "too_many_channels"
    ODD_SAMPLE_RATE = "odd_sample_rate"
    DECODER_GAVE_UP = "decoder_gave_up"
    TOOK_TOO_LONG = "took_too_long"
    HARMFUL = "harmful"


class PictureReason(StrEnum):
    NOT_A_PICTURE = "not_a_picture"
    UNSUPPORTED_PICTURE = "unsupported_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    PICTURE_TOO_SMALL = "picture_too_small"
    PICTURE_DAMAGED = "picture_damaged"
    PICTURE_HARMFUL = "picture_harmful"


class Refused(Exception):  # noqa: N818 -- a refusal is an answer, not a fault of ours
    """`reason` for the sentence, `details` for the numbers and names in it (JSON values; seconds, hertz, bytes)."""

    def __init__(self, reason: Reason | PictureReason, **details: str | float) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.details = details
