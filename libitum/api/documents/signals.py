from datetime import date

from django.urls import reverse

from libitum.api.schemas.signals import SignalsTold, SignalTurn, SignalVersion, SiteSignals, TrackSignals
from libitum.catalog.data.allowances import allowance_of
from libitum.catalog.models import Track
from libitum.crawlers.past import Told, Turn, Version, is_to_come, told_on, turns_of, versions_on


def site_signals(on: date | None) -> SiteSignals:
    return SiteSignals(on=on, to_come=will_be(on), items=[version_document(version) for version in versions_on(on)])


def track_signals(track: Track, on: date | None) -> TrackSignals:
    turns = turns_of(track)
    return TrackSignals(
        track=track.uid,
        on=on,
        to_come=will_be(on),
        public=track.is_public,
        licence=track.licence,
        allowance=allowance_of(track.licence),
        told=[told_document(each) for each in told_on(on, versions_on(on), turns)],
        turns=[turn_document(turn) for turn in turns],
    )


def will_be(on: date | None) -> bool:
    return on is not None and is_to_come(on)


def version_document(version: Version) -> SignalVersion:
    return SignalVersion(
        number=version.number,
        sha256=version.sha256,
        since=version.since,
        until=version.until,
        entry=version.index,
        file=f"{reverse('log')}files/{version.sha256}",
        document=version.said,
    )


def told_document(each: Told) -> SignalsTold:
    return SignalsTold(
        open=each.turn.is_open,
        since=each.since,
        until=each.until,
        version=each.version.number,
        sha256=each.version.sha256,
        version_entry=each.version.index,
        entry=each.turn.index,
        headers=each.part("headers"),
        metas=each.part("metas"),
        tags=each.part("tags"),
    )


def turn_document(turn: Turn) -> SignalTurn:
    return SignalTurn(open=turn.is_open, since=turn.since, until=turn.until, entry=turn.index)
