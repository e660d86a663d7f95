from .base import Answer


class Picture(Answer):
    """`images`: addresses by their width in pixels, as text. `width` and `height`: of what was given."""

    alt: str
    width: int
    height: int
    images: dict[str, str]
