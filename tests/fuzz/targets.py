"""Every reader of strangers' bytes. A target returns when all is well, and raises for whatever must not be."""

from collections.abc import Callable

from . import media, pages, proofs

Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (
        media.tus_headers,
        media.page_of_uploads,
        media.ranges,
        media.containers,
        media.tags,
        media.framehash,
        media.playlists,
        pages.tables,
        pages.addresses,
        pages.texts,
        pages.log_lines,
        proofs.notes,
        proofs.proofs,
        proofs.entries,
        proofs.receipts,
        proofs.passkeys,
        proofs.bundles,
        proofs.logs,
    )
}


def every(data: bytes) -> None:
    """The first byte says which."""
    if data:
        list(TARGETS.values())[data[0] % len(TARGETS)](data[1:])
