"""What a store answers, in the words of the room."""

from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from .problems import StoreAway

NO_SUCH_OBJECT = frozenset({"404", "NoSuchKey", "NoSuchUpload"})


@contextmanager
def store_errors(name: str) -> Iterator[None]:
    """Raises FileNotFoundError for an object that isn't there, StoreAway for all else that goes wrong over there."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in NO_SUCH_OBJECT:
            raise FileNotFoundError(name) from None
        raise StoreAway(f"{error.operation_name} of {name}: {code}") from error
    except (BotoCoreError, Boto3Error, HTTPError) as error:
        # Not the error's own words: they can hold a signed address.
        raise StoreAway(f"{type(error).__name__} about {name}") from error
