"""What a file has to say to machines, in a few letters to compare."""

import hashlib
import json

from libitum.policy import Policy, policy

# Raised when the same tags are to be written in another way: every file is then made anew.
FORM = 1


def digest_of(said: Policy) -> str:
    """It changes with the policy's words and addresses, and so with the address of the instance."""
    return hashlib.sha256(json.dumps([FORM, said.tags], sort_keys=True).encode()).hexdigest()


def reserved() -> Policy:
    """What the plain rendition of each set says: what holds for every work that its holders haven't opened."""
    return policy()


def folder_of(master_uid: str) -> str:
    """Where all stamped files of a recording lie in the media storage."""
    return f"stamped/{master_uid}"
