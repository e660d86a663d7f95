class LogUnavailable(RuntimeError):  # noqa: N818 - a state of the log, and what a gate catches to refuse
    """Nothing more can be put into a published checkpoint at the moment; the message is a sentence for people."""


class LogClosed(LogUnavailable):
    """Nothing is signed until an operator has looked; the message says what was found."""


class BadKey(LogUnavailable):
    """The signing key is missing, unreadable or open to others."""


class NotPublished(LogUnavailable):
    """In the time given, an entry has not come into a published checkpoint. It may still do so later."""
