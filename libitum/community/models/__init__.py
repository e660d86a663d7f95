from .case import Case, Kind
from .comment import Comment
from .decision import Appeal, Decision, Ground, Outcome
from .event import EventKind, ModerationEvent, RecordError
from .letter import Letter
from .notice import Category, Notice

__all__ = [
    "Appeal",
    "Case",
    "Category",
    "Comment",
    "Decision",
    "EventKind",
    "Ground",
    "Kind",
    "Letter",
    "ModerationEvent",
    "Notice",
    "Outcome",
    "RecordError",
]
