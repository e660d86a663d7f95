from .comments import Marker, Thread, ThreadPage, comments_of, discussion, excerpt, markers, page_of, thread_page
from .moderation import Dossier, decided_cases, dossier, waiting_cases
from .notices import decisions_about, notice_with_key, notices_by, standing_decision

__all__ = [
    "Dossier",
    "Marker",
    "Thread",
    "ThreadPage",
    "comments_of",
    "decided_cases",
    "decisions_about",
    "discussion",
    "dossier",
    "excerpt",
    "markers",
    "notice_with_key",
    "notices_by",
    "page_of",
    "standing_decision",
    "thread_page",
    "waiting_cases",
]
