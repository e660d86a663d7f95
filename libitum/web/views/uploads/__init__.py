from .imports import import_template, import_works
from .page import upload, upload_name, upload_room
from .receipts import upload_give_up, upload_progress, upload_receipt, upload_retry, uploads_mine
from .words import upload_words

__all__ = [
    "import_template",
    "import_works",
    "upload",
    "upload_give_up",
    "upload_name",
    "upload_progress",
    "upload_receipt",
    "upload_retry",
    "upload_room",
    "upload_words",
    "uploads_mine",
]
