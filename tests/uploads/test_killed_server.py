"""A server killed in the middle of uploads, and started again: every byte is there, once and in its place."""

import random
import time

import pytest

from .sender import Sender
from .site import Site

MB = 1024 * 1024
SIZE = 10 * MB + 123
KILLS = 4
SEED = random.SystemRandom().randrange(1 << 30)


def test_no_byte_is_lost_or_doubled(site: Site) -> None:
    chance = random.Random(SEED)
    files = [chance.randbytes(SIZE) for _ in range(3)]
    senders = [Sender(site, data, checksums=number > 0) for number, data in enumerate(files)]
    for sender in senders:
        sender.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.1, 0.8))
        site.kill()
        site.start()
    for sender in senders:
        sender.join()
    for sender, data in zip(senders, files, strict=True):
        assert sender.offsets[-1] == SIZE, f"seed {SEED}: {sender.offsets}"
        assert sender.offsets == sorted(sender.offsets), f"seed {SEED}: bytes that were safe got lost"
        assert site.part(sender.address).read_bytes() == data, f"seed {SEED}"
    assert sum(sender.breaks for sender in senders) >= 1, f"seed {SEED}: nothing was interrupted"


@pytest.mark.parametrize("checksums", [False, True])
def test_a_last_chunk_killed_between_disk_and_note_is_found(site: Site, checksums: bool) -> None:
    """The kill comes at any moment of the very last chunk."""
    chance = random.Random(SEED)
    data = chance.randbytes(MB)
    for _ in range(3):
        sender = Sender(site, data, checksums=checksums)
        sender.start()
        time.sleep(chance.uniform(0.02, 0.15))
        site.kill()
        site.start()
        sender.join()
        assert sender.offsets[-1] == len(data), f"seed {SEED}"
        assert site.part(sender.address).read_bytes() == data, f"seed {SEED}"
