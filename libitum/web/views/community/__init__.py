from .comments import comment_add, comment_delete, comment_edit
from .context import comments_context

__all__ = [
    "comment_add",
    "comment_delete",
    "comment_edit",
    "comments_context",
]
