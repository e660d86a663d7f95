from .comments import Marker, Thread, ThreadPage, comments_of, excerpt, markers, page_of, thread_page

__all__ = [
    "Marker",
    "Thread",
    "ThreadPage",
    "comments_of",
    "excerpt",
    "markers",
    "page_of",
    "thread_page",
]
