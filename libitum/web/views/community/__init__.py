from .comments import comment_add, comment_delete, comment_edit
from .context import comments_context
from .mine import my_appeal, my_notices
from .moderation import moderation, moderation_case, moderation_open
from .notices import notice, notice_answer, notice_new

__all__ = [
    "comment_add",
    "comment_delete",
    "comment_edit",
    "comments_context",
    "moderation",
    "moderation_case",
    "moderation_open",
    "my_appeal",
    "my_notices",
    "notice",
    "notice_answer",
    "notice_new",
]
