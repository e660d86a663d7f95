from dataclasses import dataclass


@dataclass(frozen=True)
class Structure:
    """What a file's own header promises.

    `seconds` is its declared length where the container has one; `missing_bytes` how much of what it declares lies
    beyond the end of the file; `bits` per sample where they mean something.
    """

    seconds: float | None = None
    missing_bytes: int = 0
    bits: int | None = None
