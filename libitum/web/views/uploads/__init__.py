from .page import upload, upload_name
from .receipts import upload_give_up, upload_progress, upload_receipt, uploads_mine
from .words import upload_words

__all__ = [
    "upload",
    "upload_give_up",
    "upload_name",
    "upload_progress",
    "upload_receipt",
    "upload_words",
    "uploads_mine",
]
