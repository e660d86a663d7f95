"""Which columns an artist may set; the rest belongs to other rooms or to nobody."""

from collections.abc import Mapping

from libitum.catalog.models import Artist, Release, Track

NOT_THEIRS = frozenset({"id", "uid", "owner", "artist", "taken_down_at", "audio_ready_at", "duration_ms"})


def assign(work: Artist | Track | Release, values: Mapping[str, object]) -> None:
    """Raises FieldDoesNotExist or TypeError for what isn't a column of theirs: a caller's mistake, not a person's."""
    for name, value in values.items():
        field = type(work)._meta.get_field(name)  # noqa: SLF001 - Django's documented way
        if name in NOT_THEIRS or not field.concrete:
            raise TypeError(name)
        setattr(work, name, value)
