"""The other files for machines: TDMRep with its ODRL policy (W3C CG final report), RSL 1.0."""

import json
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

from django.conf import settings

from libitum.policy import HISTORY_PATH, RSL, TDM_POLICY_PATH, Policy, address, policy

from .robots import OpenWork

ODRL = ["http://www.w3.org/ns/odrl.jsonld", "http://www.w3.org/ns/tdmrep.jsonld"]
PROFILE = "http://www.w3.org/ns/tdmrep"


def tdmrep_json(works: Iterable[OpenWork] = ()) -> str:
    """The first rule that matches holds, so single works come before the whole."""
    reserved: dict[str, Any] = {"tdm-reservation": policy().tdm_reservation, "tdm-policy": policy().tdm_policy}
    opened = policy(is_open=True).tdm_reservation
    rules: list[dict[str, Any]] = [{"location": p, "tdm-reservation": opened} for work in works for p in work.paths]
    return json.dumps([*rules, {"location": "/", **reserved}], indent=1) + "\n"


def tdm_policy_json() -> str:
    """An offer to ask: mining needs the consent of those whose music it is."""
    assigner: dict[str, str] = {
        "uid": settings.BASE_URL,
        "vcard:fn": settings.SITE_NAME,
        "vcard:hasURL": address(HISTORY_PATH),
    }
    if settings.CONTACT_EMAIL:
        assigner["vcard:hasEmail"] = f"mailto:{settings.CONTACT_EMAIL}"
    document = {
        "@context": ODRL,
        "@type": "Offer",
        "profile": PROFILE,
        "uid": address(TDM_POLICY_PATH),
        "assigner": assigner,
        "permission": [{"target": address("/"), "action": "tdm:mine", "duty": [{"action": "obtainConsent"}]}],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def rsl_xml(works: Iterable[OpenWork] = ()) -> str:
    """Paths match as in robots.txt; the more specific one holds."""
    root = ET.Element("rsl", xmlns=RSL)
    for work in works:
        for path in work.paths:
            add_content(root, path, policy(is_open=True))
    add_content(root, "/", policy())
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def add_content(root: ET.Element, path: str, said: Policy) -> None:
    licence = ET.SubElement(ET.SubElement(root, "content", url=path), "license")
    for verb, use in said.usages:
        ET.SubElement(licence, verb, type="usage").text = use
