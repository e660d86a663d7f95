from .receipts import receipt, receipt_file, receipts
from .sign import sign_page

__all__ = ["receipt", "receipt_file", "receipts", "sign_page"]
