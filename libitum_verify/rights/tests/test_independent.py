"""Receipts read by code none of us wrote: Yubico's WebAuthn, Node's WebCrypto, other JSON libraries."""

import copy
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.utils import websafe_decode
from fido2.webauthn import AuthenticatorData, CollectedClientData

from libitum_verify.rights.cose import ALGORITHMS

from .passkeys import Passkey, SmallLog, receipt, statement, statement_of_the_first_format

pytestmark = pytest.mark.own_database

DATA = Path(__file__).parents[1] / "data"
SCRIPT = Path(__file__).with_name("webcrypto_check.mjs")


@pytest.fixture(scope="module", params=ALGORITHMS)
def made(request: pytest.FixtureRequest) -> dict[str, Any]:
    return receipt(statement(text="Voilà — “è così” \u2028"), Passkey(request.param), SmallLog())


def proved_by_fido2(value: Mapping[str, Any]) -> bool:
    """Nothing of ours: python-fido2, and another library's canonical JSON."""
    body = rfc8785.dumps(value["statement"])
    signature = value["signature"]
    client = CollectedClientData(websafe_decode(signature["client_data"]))
    noted = AuthenticatorData(websafe_decode(signature["authenticator_data"]))
    decoded = cbor.decode(websafe_decode(signature["public_key"]))
    assert isinstance(decoded, Mapping)
    try:
        CoseKey.parse(decoded).verify(noted + client.hash, websafe_decode(signature["signature"]))
    except InvalidSignature:
        return False
    return (
        hashlib.sha256(body).hexdigest() == value["sha256"]
        and client.challenge == hashlib.sha256(body).digest()
        and client.origin == value["statement"]["origin"]
        and noted.is_user_verified()
    )


def test_yubicos_library_agrees(made: dict[str, Any]) -> None:
    assert proved_by_fido2(made)
    other = copy.deepcopy(made)
    other["statement"]["decisions"][0]["commercial"] = True
    assert not proved_by_fido2(other)


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI must check receipts with Node: install nodejs")
        pytest.skip("checked where Node is installed, as in CI")
    return found


def test_webcrypto_agrees(made: dict[str, Any], node: str, tmp_path: Path) -> None:
    def check(value: dict[str, Any]) -> str:
        (tmp_path / "receipt").write_text(json.dumps(value))
        (tmp_path / "statement").write_bytes(rfc8785.dumps(value["statement"]))
        arguments = [node, str(SCRIPT), str(tmp_path / "receipt"), str(tmp_path / "statement")]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    assert check(made) == "proved"
    other = copy.deepcopy(made)
    other["statement"]["text"] += "!"
    assert check(other) == "refused"
    other = {**made, "signature": receipt(statement(), Passkey(-7))["signature"]}
    assert check(other) == "refused"


def test_another_library_finds_the_forms_kept(made: dict[str, Any]) -> None:
    first = receipt(statement_of_the_first_format(), None)
    forms = {"receipt-2": made, "consent-2": made["statement"], "receipt-1": first, "consent-1": first["statement"]}
    for name, value in forms.items():
        schema = json.loads((DATA / f"{name}.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(value)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema).validate({**value, "v": 3 - value["v"]})
