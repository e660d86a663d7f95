class LogClosed(RuntimeError):  # noqa: N818 - a state of the log
    """Nothing is signed until an operator has looked; the message says what was found."""


class BadKey(RuntimeError):  # noqa: N818 - said of the key, read as a sentence
    """The signing key is missing, unreadable or open to others."""
