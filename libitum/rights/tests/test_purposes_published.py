"""The list of purposes is in the log, once per version; and no version changes once it was published."""

from pathlib import Path

from libitum.ledger.log import published_log
from libitum.ledger.selectors import entry_values
from libitum.rights import migrations
from libitum.rights.models import PurposesVersion
from libitum.rights.services.purposes import digest_of_purposes, publish_purposes, published_bytes
from libitum_verify.rights.vocabulary import NEWEST

# SHA-256 of each version's published file, texts included. A line is added with a new version, and never changed:
# whoever has to change one is changing what artists have decided about.
PINNED = {1: "4890840c531285734547a68fa749353386a070529d23dd2af1bfc00e183f0c78"}


def test_no_version_ever_changes() -> None:
    assert {version: digest_of_purposes(version) for version in PINNED} == PINNED
    assert max(PINNED) == NEWEST


def test_each_further_version_comes_with_a_migration() -> None:
    names = [path.name for path in Path(str(migrations.__file__)).parent.glob("*.py")]
    missing = [v for v in range(2, NEWEST + 1) if not any(name.endswith(f"_purposes_{v}.py") for name in names)]
    assert missing == []


def test_it_is_put_into_the_log_once(db: None) -> None:
    row = publish_purposes()
    assert publish_purposes() == row
    assert PurposesVersion.objects.count() == 1
    entry = entry_values([row.entry])[row.entry]
    assert (entry["type"], entry["version"], entry["sha256"]) == ("purposes.publish", NEWEST, PINNED[NEWEST])
    assert (published_log().root / "files" / row.sha256).read_bytes() == published_bytes(NEWEST)
