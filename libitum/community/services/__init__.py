from libitum.community.limits import TooMany

from .comments import add_comment, delete_comment, edit_comment

__all__ = [
    "TooMany",
    "add_comment",
    "delete_comment",
    "edit_comment",
]
