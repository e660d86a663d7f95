from .comments import CommentForm
from .decisions import DecisionForm
from .notices import AppealForm, NoticeForm

__all__ = ["AppealForm", "CommentForm", "DecisionForm", "NoticeForm"]
