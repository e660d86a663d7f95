from libitum.api.schemas.uploads import Receipt as ReceiptDocument
from libitum.media.models import Upload
from libitum.media.receipts import Receipt, upload_json


def receipt(upload: Upload) -> ReceiptDocument:
    """The same document as tus' own addresses give."""
    return ReceiptDocument(**upload_json(Receipt.of(upload, reconciled=True)))
