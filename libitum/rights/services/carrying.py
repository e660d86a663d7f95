"""A no to a release stays with its works when they leave it: otherwise reordering a record would undo it."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from libitum.catalog.models import Release, Track
from libitum.rights.batches import accepted_terms, build_batch
from libitum.rights.models import Party, Word
from libitum.rights.models.word import Level

from .statements import Draft, write_statement


@transaction.atomic
def carry_refusals(*, release: Release, tracks: Sequence[Track]) -> None:
    """Each holder's standing refusals of the release become refusals of these tracks, in a statement of their own.

    A grant is not carried along: it was given for the release.
    """
    for party, words in standing_refusals(release).items():
        drafts = [draft_of(word, track) for word in words for track in tracks]
        language = party.user.language if party.user else ""
        body = build_batch(
            party=party, drafts=drafts, language=language, terms=accepted_terms(party), now=timezone.now()
        )
        write_statement(party=party, drafts=drafts, body=body)


def standing_refusals(release: Release) -> dict[Party, list[Word]]:
    """The last word on each purpose, taker and model, where it is a no."""
    latest: dict[tuple[object, ...], Word] = {}
    rows = Word.objects.filter(level=Level.RELEASE, release=release).select_related("party__user").order_by("pk")
    for word in rows:
        if word.inherits:
            latest = {key: other for key, other in latest.items() if key[:2] != (word.party_id, word.purpose)}
            continue
        latest[word.party_id, word.purpose, word.taker, word.model, word.version] = word
    found: dict[Party, list[Word]] = defaultdict(list)
    for word in latest.values():
        if not word.allowed:
            found[word.party].append(word)
    return dict(found)


def draft_of(word: Word, track: Track) -> Draft:
    return Draft(
        purpose=word.purpose,
        allowed=False,
        track=track,
        taker=word.taker,
        model=word.model,
        version=word.version,
    )
