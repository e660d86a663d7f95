from libitum.community.limits import TooMany

from .appeals import appeal, complain
from .cases import open_case
from .comments import add_comment, delete_comment, edit_comment
from .decisions import decide, possible_outcomes
from .letters import send_due_letters
from .notices import give_notice
from .retention import forget_person, sweep

__all__ = [
    "TooMany",
    "add_comment",
    "appeal",
    "complain",
    "decide",
    "delete_comment",
    "edit_comment",
    "forget_person",
    "give_notice",
    "open_case",
    "possible_outcomes",
    "send_due_letters",
    "sweep",
]
