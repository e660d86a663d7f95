"""Where objects lie: a folder of this machine, or a bucket of an S3 store. Both are a Django storage and a `Store`."""

from .problems import StoreAway, WrongBytes
from .protocol import Blocks, Store

__all__ = ["Blocks", "Store", "StoreAway", "WrongBytes"]
