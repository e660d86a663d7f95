"""The signal set as one document: what is hashed, put into the log, and shown for any past day."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from libitum.policy import policy
from libitum_verify.canonical import canonical

from .agents import Agent, Category
from .machine_files import rsl_xml, tdm_policy_json, tdmrep_json
from .robots import OpenWork, robots_txt

# Raised when the form of the document changes.
FORM = 1


def document(agents: Sequence[Agent], closed: Sequence[str], closed_categories: Sequence[Category]) -> dict[str, Any]:
    """Everything the instance says, without its open works: these have a history of their own."""
    return {
        "form": FORM,
        "origin": settings.BASE_URL,
        "headers": {"reserved": policy().headers, "open": policy(is_open=True).headers},
        "metas": {"reserved": policy().metas, "open": policy(is_open=True).metas},
        "tags": {"reserved": policy().tags, "open": policy(is_open=True).tags},
        "agents": {"listed": len(agents), "closed": list(closed), "categories": [str(c) for c in closed_categories]},
        "files": {
            "/robots.txt": robots_txt(closed),
            "/.well-known/tdmrep.json": tdmrep_json(),
            "/policies/tdm/1": tdm_policy_json(),
            "/rsl.xml": rsl_xml(),
        },
        # What those files say of a work that is open, by the example of one.
        "open_work": list(OpenWork("ID", "/ARTIST/WORK").paths),
    }


def as_bytes(said: dict[str, Any]) -> bytes:
    return canonical(said)


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
