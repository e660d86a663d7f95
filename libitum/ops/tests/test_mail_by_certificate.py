"""A mail server that knows an instance by its certificate."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from libitum.config.certificates import Pair
from libitum.config.environment import read_environment

from .certificates import Authority
from .postbox import Postbox, open_postbox
from .prepared import ROOT, environment_of

pytestmark = pytest.mark.own_database


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "authority")


def sent(postbox: Postbox, root: Path, home: Path, shown: Pair | None) -> "subprocess.CompletedProcess[str]":
    """A letter by the real command and the real settings. `root`: whom the machine trusts."""
    query = urlencode({"certificate": shown.certificate, "key": shown.key}) if shown else ""
    scheme = "smtps" if postbox.from_the_start else "smtp+tls"
    url = f"{scheme}://localhost:{postbox.port}?{query}"
    environment = {**environment_of(home, ""), "LIBITUM_EMAIL_URL": url, "SSL_CERT_FILE": str(root)}
    command = [sys.executable, "-m", "libitum", "sendtestemail", "alice@example.org"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("from_the_start", [True, False])
def test_a_letter_goes_out_by_certificate(authority: Authority, tmp_path: Path, from_the_start: bool) -> None:
    with open_postbox(authority, from_the_start=from_the_start) as postbox:
        done = sent(postbox, authority.certificate, tmp_path, authority.issue("libitum"))
        assert done.returncode == 0, done.stderr
        ((name, letter),) = postbox.letters
    assert (name, "To: alice@example.org" in letter) == ("libitum", True)


def test_without_one_no_letter_is_taken(authority: Authority, tmp_path: Path) -> None:
    with open_postbox(authority, from_the_start=True) as postbox:
        done = sent(postbox, authority.certificate, tmp_path, None)
        assert (done.returncode, postbox.letters) == (1, [])
    assert "certificate required" in done.stderr


def test_a_server_that_nobody_knows_is_given_no_letter(authority: Authority, tmp_path: Path) -> None:
    """Though we have a certificate to show."""
    other = Authority(tmp_path / "other")
    with open_postbox(authority, from_the_start=True) as postbox:
        done = sent(postbox, other.certificate, tmp_path, authority.issue("libitum"))
        assert (done.returncode, postbox.letters) == (1, [])
    assert "CERTIFICATE_VERIFY_FAILED" in done.stderr


def test_what_can_not_be_shown_is_not_taken(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, key = authority.issue("libitum")
    others = authority.issue("mallory").key
    for url, told in {
        f"smtps://localhost?certificate={certificate}": "go together",
        f"smtps://localhost?certificate={certificate}&key={others}": "no certificate and its key",
        f"smtps://localhost?certificate={certificate}&key=/nowhere": "no certificate and its key",
        f"smtp://robot:hunter2@localhost?certificate={certificate}&key={key}": "smtps:// and smtp\\+tls:// alone",
    }.items():
        monkeypatch.setenv("LIBITUM_EMAIL_URL", url)
        with pytest.raises(SystemExit, match=f"LIBITUM_EMAIL_URL: .*{told}") as refused:
            read_environment()
        assert "hunter2" not in str(refused.value)
