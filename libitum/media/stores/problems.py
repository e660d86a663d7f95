import errno


class StoreAway(OSError):  # noqa: N818 -- a state of things
    """The store doesn't answer, is overloaded, or refuses us. Nothing is lost, and asking again makes sense."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EIO, f"the store of media does not answer as it should: {why}")


class WrongBytes(Exception):  # noqa: N818 -- named for what happened
    """An object is not what was stored under its name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not what was stored")
