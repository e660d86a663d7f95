"""The one way to say no: a closed list of reasons, each with a sentence."""

from enum import StrEnum


class Reason(StrEnum):
    BAD_KEY = "bad-key"
    BAD_NOTE = "bad-note"
    BAD_SIGNATURE = "bad-signature"
    UNKNOWN_KEY = "unknown-key"
    WRONG_ORIGIN = "wrong-origin"
    BAD_CHECKPOINT = "bad-checkpoint"
    BAD_TILE = "bad-tile"
    BAD_BUNDLE = "bad-bundle"
    MISSING = "missing"
    BAD_PROOF = "bad-proof"
    NOT_INCLUDED = "not-included"
    NOT_CONSISTENT = "not-consistent"
    ROLLBACK = "rollback"
    FORK = "fork"
    BAD_MANIFEST = "bad-manifest"
    UNSORTED = "unsorted"
    DUPLICATE = "duplicate"
    PRESENT = "present"
    NOT_NEIGHBOURS = "not-neighbours"
    NOT_CANONICAL = "not-canonical"
    BAD_ENTRY = "bad-entry"
    BAD_STATEMENT = "bad-statement"
    BAD_RECEIPT = "bad-receipt"
    ALTERED = "altered"
    UNSIGNED = "unsigned"
    WRONG_SITE = "wrong-site"
    PERSON_NOT_VERIFIED = "person-not-verified"
    OTHER_ENTRY = "other-entry"
    BAD_DISCLOSURE = "bad-disclosure"
    OTHER_DECISION = "other-decision"


class Refused(Exception):  # noqa: N818 - a verdict, not a fault of the program
    """What was shown does not prove what it claims."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence
