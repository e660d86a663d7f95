"""The rule of every page and every media address, by the name that `reverse` knows it by."""

from libitum.accounts.models import ApiToken
from libitum.media.grants import Scope

from .consent import ceremony_of, statement_of
from .rules import (
    Judge,
    Outcome,
    Rule,
    Values,
    a_list,
    by_link,
    downloads,
    either,
    everybody,
    everybody_if_listed,
    everybody_if_the_page_is_listed,
    hearers,
    listeners,
    moderators,
    nobody,
    owner_alone,
    owner_of_a_recording,
    ready,
    seers,
    seers_of_the_artist,
    seers_signed_in,
    signed_in,
    to_the_door,
    whose,
)
from .world import Caller, World

Rules = dict[str, dict[str, Rule]]


def uid(what: str) -> Values:
    return lambda world, _caller: {"uid": getattr(world, what).uid}


def slugs(world: World, _caller: Caller) -> dict[str, str]:
    return {"artist": world.artist.slug, "slug": world.track.slug}


def release_slugs(world: World, _caller: Caller) -> dict[str, str]:
    return {"artist": world.artist.slug, "slug": world.release.slug}


def artist_slug(world: World, _caller: Caller) -> dict[str, str]:
    return {"artist": world.artist.slug}


def with_secret(address: Values, links: str) -> Values:
    """Everybody else tries a secret that is none."""
    return lambda world, caller: {**address(world, caller), "secret": world.secret(caller, links) or "x" * 32}


def key(world: World, caller: Caller) -> dict[str, str]:
    return {"key": world.secret(caller)} if caller.link else {}


def about(world: World, caller: Caller) -> dict[str, str]:
    return {"about": f"track:{world.track.uid}", **key(world, caller)}


def form(**fields: str) -> Values:
    return lambda _world, _caller: fields


def nothing(_world: World, _caller: Caller) -> dict[str, str]:
    return {}


def get(
    judge: Judge, address: Values = nothing, query: Values = nothing, *, lists: bool = False, secret: bool = False
) -> dict[str, Rule]:
    return {"GET": Rule(judge, address, query, lists=lists, takes_secret=secret)}


def post(judge: Judge, address: Values = nothing, **fields: str) -> dict[str, Rule]:
    return {"POST": Rule(judge, address, body=form(**fields))}


def both(judge: Judge, address: Values = nothing) -> dict[str, Rule]:
    return {**get(judge, address), **post(judge, address)}


SITE: Rules = {
    "home": get(everybody, lists=True),
    "search": get(everybody, query=form(q="prelude"), lists=True),
    "tag": get(a_list, form(slug="nocturnal"), lists=True),
    "genre": get(a_list, form(slug="jazz"), lists=True),
    "feed": get(everybody, lists=True),
    "about": get(everybody),
    "source": get(everybody),
    "favicon": get(everybody),
    "robots": get(everybody),
    "rsl": get(everybody),
    "tdmrep": get(everybody),
    "tdm-policy": get(everybody),
    "sitemap": get(everybody),
    "sitemap-section": get(everybody, form(section="tracks"), lists=True),
    "theme": post(everybody, theme="dark"),
    "set_language": post(everybody, language="fr"),
    "healthz": get(everybody),
    "readyz": get(ready),
    "metrics": get(nobody),
    "api:openapi-json": get(everybody),
    "api:openapi-view": get(everybody),
    "api:api-root": get(nobody),
    "api-nowhere": get(nobody),
    "import-template": get(either),
    "log": get(everybody),
    "policies": get(everybody),
    "log-entry": get(nobody, form(index="987654")),
    "log-proof": get(nobody, form(index="987654")),
    "ai": get(everybody),
    "log-presence": get(nobody, form(digest="0" * 64, commitment="0" * 64)),
    "log-absence": get(nobody, form(digest="0" * 64, commitment="0" * 64)),
    "log-checkpoints": get(everybody),
    "log-types": get(everybody),
    "log-file": get(nobody, form(path="nothing")),
}

TERMS: Rules = {
    "purposes": get(everybody),
    "terms": get(everybody),
    "terms-history": get(everybody),
    "terms-feed": get(everybody),
    "terms-version": get(everybody, form(number="1")),
    "terms-diff": get(everybody, form(number="1")),
    "terms-accept": post(signed_in, form(number="1"), yes="on"),
    "terms-later": post(everybody, form(number="1")),
}

WORKS: Rules = {
    "artist": get(seers_of_the_artist, artist_slug, lists=True),
    "artist-feed": get(everybody_if_the_page_is_listed, artist_slug, lists=True),
    "track": get(seers, slugs),
    "track-secret": get(by_link, with_secret(slugs, "track"), secret=True),
    "track-ai": get(by_link, slugs, key, secret=True),
    "work-policies": get(by_link, uid("track"), key, secret=True),
    "work-uses": get(by_link, slugs, key, secret=True),
    "work-use": get(nobody, lambda world, caller: {**slugs(world, caller), "run": "a" * 16}, key, secret=True),
    "release": get(seers, release_slugs),
    "release-secret": get(by_link, with_secret(release_slugs, "release"), secret=True),
    "download": get(downloads, uid("track"), key, secret=True),
    "embed": get(everybody_if_listed, uid("track"), key, secret=True),
    "oembed": get(
        everybody_if_listed,
        query=lambda world, _caller: {"url": f"http://localhost:8000{world.track.get_absolute_url()}"},
    ),
}


def own_holding(world: World, _caller: Caller) -> dict[str, str]:
    return {"uid": world.track.holdings.filter(party__user=world.people["alice"])[0].uid}


def owner_alone_of_nobody(world: World, caller: Caller) -> set[Outcome]:
    """Nobody else is named in the credits of this work: there is nobody to invite."""
    return owner_alone(world, caller) - {Outcome.IN} or {Outcome.HIDDEN}


COMMUNITY: Rules = {
    "rights-invitation": get(nobody, form(token="x" * 32)),
    "moderation-rights": get(moderators),
    "moderation-dispute": post(nobody, form(uid="a" * 16)),
    "moderation-match-open": post(moderators),
    "moderation-match": post(nobody, form(uid="a" * 16)),
    "moderation-mandate": post(nobody, form(uid="a" * 16)),
    # The operator's alone, who is none of these people.
    "moderation-successions": both(nobody),
    "moderation-succeed": post(nobody, form(uid="a" * 16)),
    "comment-add": post(listeners, uid("track"), body="Fine."),
    "comment-edit": both(whose("bob"), uid("comment")),
    # The artist keeps their own house in order.
    "comment-delete": both(whose("bob", "alice"), uid("comment")),
    "notice-new": get(by_link, query=about, secret=True),
    "notice": get(nobody, uid("notice")),
    "notice-answer": both(nobody, uid("notice")),
    "my-notices": get(signed_in),
    "my-appeal": both(whose(), uid("case")),
    "operator": get(moderators),
    "operator-retry": post(moderators),
    "operator-gate": get(moderators),
    "operator-crawlers": get(moderators),
    "operator-crawlers-category": post(moderators, category="previews", closed="yes"),
    "operator-crawlers-agent": post(moderators, name="GPTBot", treatment="closed"),
    "operator-crawlers-list": post(moderators),
    "moderation": get(moderators),
    "moderation-open": get(moderators, query=about),
    "moderation-case": both(moderators, uid("case")),
}

USES: Rules = {
    "ai-uses": get(signed_in),
    "ai-uses-table": get(signed_in),
    "ai-uses-json": get(signed_in),
    "ai-bundle": get(signed_in),
    "ai-track-uses": get(owner_alone, uid("track")),
    "ai-track-use": get(whose(), lambda world, _caller: {"uid": world.track.uid, "run": "a" * 16}),
    "ai-track-bundle": get(owner_alone, uid("track")),
}

DESK: Rules = {
    "my-tracks": get(signed_in),
    "my-tracks-bulk": post(signed_in),
    "track-edit": both(owner_alone, uid("track")),
    "track-publish": both(owner_alone, uid("track")),
    "track-take-cover": post(owner_alone, uid("track")),
    "track-sound": both(owner_alone, uid("track")),
    "track-original": get(owner_of_a_recording, uid("track")),
    "track-delete": both(owner_alone, uid("track")),
    "ai-desk": both(signed_in),
    "ai-works": get(signed_in),
    "ai-bulk": post(signed_in),
    "ai-track": both(owner_alone, uid("track")),
    "ai-release": both(owner_alone, uid("release")),
    "ai-exceptions": get(signed_in),
    "ai-holdings": get(signed_in),
    "ai-holding-answer": post(owner_alone, own_holding),
    "ai-holding-society": post(owner_alone, own_holding),
    "track-holders": get(owner_alone, uid("track")),
    "track-holders-invite": post(owner_alone_of_nobody, uid("track")),
    "track-match": both(owner_alone, uid("track")),
    "match-withdraw": post(lambda w, c: signed_in(w, c) - {Outcome.IN} or {Outcome.HIDDEN}, form(uid="a" * 16)),
    "track-dispute": both(seers_signed_in, uid("track")),
    "ai-dispute": both(whose(), form(uid="a" * 16)),
    "ai-purpose": get(signed_in, form(purpose="disc.search")),
    "my-releases": get(signed_in),
    "release-new": both(signed_in),
    "release-edit": both(owner_alone, uid("release")),
    "release-publish": both(owner_alone, uid("release")),
    "release-delete": both(owner_alone, uid("release")),
    "secret-link-revoke": post(owner_alone, lambda world, _caller: {"uid": world.links["valid"].uid}),
    "secret-link-new": post(owner_alone, lambda world, _caller: {"kind": "tracks", "uid": world.track.uid}),
    "my-artists": get(signed_in),
    "artist-new": both(signed_in),
    "suggest-artists": get(signed_in, query=form(q="ada")),
    "artist-edit": both(owner_alone, uid("artist")),
    "artist-delete": both(owner_alone, uid("artist")),
    "bulk-import": both(signed_in),
    "upload": both(signed_in),
    "upload-name": post(signed_in),
    "upload-room": get(signed_in),
    "upload-words": get(everybody),
    "uploads-mine": get(signed_in),
    "upload-receipt": get(owner_alone, uid("upload")),
    "upload-progress": get(owner_alone, uid("upload")),
    "upload-retry": post(owner_alone, uid("upload")),
    "upload-give-up": post(owner_alone, uid("upload")),
}


def token(_world: World, _caller: Caller) -> dict[str, str]:
    return {"uid": ApiToken.objects.filter(user__name="Alice").latest("pk").uid}


def said(world: World, _caller: Caller) -> dict[str, str]:
    return {"uid": statement_of(world.people["alice"]).uid}


def open_ceremony(world: World, _caller: Caller) -> dict[str, str]:
    return {"uid": ceremony_of(world.people["alice"]).uid}


CONSENT: Rules = {
    "consent-sign": both(owner_alone, open_ceremony),
    "consent-receipts": get(signed_in),
    "consent-receipt": get(owner_alone, said),
    "consent-receipt-file": get(owner_alone, said),
}

ACCOUNT: Rules = {
    "settings": both(signed_in),
    "settings-age": post(signed_in),
    "settings-sessions": get(signed_in),
    "settings-session-end": post(signed_in, form(pk="987654")),
    "settings-sessions-end-others": post(signed_in),
    "settings-sessions-end-all": post(to_the_door),
    "settings-tokens": both(signed_in),
    "settings-token-revoke": post(owner_alone, token),
    "settings-listening": both(signed_in),
    "settings-data": get(signed_in),
    "settings-data-export": get(signed_in),
    "settings-close": both(signed_in),
}


# allauth's; what they open is each person's own.
FOR_ANYBODY = (
    "account_login account_signup account_reset_password account_reset_password_done account_inactive "
    "account_email_verification_sent account_reset_password_from_key_done account_logout"
)
FOR_THE_SIGNED_IN = (
    "account_email account_change_password account_reauthenticate mfa_index mfa_activate_totp "
    "mfa_generate_recovery_codes mfa_list_webauthn mfa_add_webauthn usersessions_list"
)
BETWEEN = (
    "account_confirm_login_code account_set_password mfa_authenticate mfa_login_webauthn "
    "mfa_reauthenticate mfa_reauthenticate_webauthn"
)
SIGNING_IN: Rules = {
    **{name: get(everybody) for name in FOR_ANYBODY.split()},
    **{name: get(signed_in) for name in FOR_THE_SIGNED_IN.split()},
    # Between two doors: whoever comes at the wrong moment is sent to the other.
    **{name: get(either) for name in BETWEEN.split()},
    "account_confirm_email": get(everybody, form(key="x" * 20)),
    "account_reset_password_from_key": get(everybody, form(uidb36="1", key="x-y")),
    # Who has set up no second factor has no such codes and keys.
    "mfa_deactivate_totp": get(whose("mona")),
    "mfa_view_recovery_codes": get(whose()),
    "mfa_download_recovery_codes": get(whose()),
    "mfa_remove_webauthn": get(whose(), form(pk="987654")),
    "mfa_edit_webauthn": get(whose(), form(pk="987654")),
}


def bytes_of(world: World, file: str = "aac.mp4") -> dict[str, str]:
    """Where there is no recording, what its address would be."""
    return {"track": world.track.uid, "master": world.master.uid if world.master else "a" * 16, "file": file}


def granted(world: World, caller: Caller) -> dict[str, str]:
    address = bytes_of(world)
    grant = world.grant(caller, Scope.RENDITIONS, f"{address['track']}/{address['master']}")
    return {"grant": grant, **address}


def granted_original(world: World, caller: Caller) -> dict[str, str]:
    address = bytes_of(world)
    del address["file"]
    return {"grant": world.grant(caller, Scope.ORIGINAL, f"{address['track']}/{address['master']}"), **address}


def granted_download(world: World, caller: Caller) -> dict[str, str]:
    """The artist has offered none here, and takes the original."""
    address = granted_original(world, caller)
    return {**address, "grant": world.grant(caller, Scope.DOWNLOAD, f"{address['track']}/{address['master']}")}


def picture(world: World, _caller: Caller) -> dict[str, str]:
    return {"artwork": world.pictures["track"].uid, "file": "320.webp"}


def granted_picture(world: World, caller: Caller) -> dict[str, str]:
    address = picture(world, caller)
    return {"grant": world.grant(caller, Scope.ARTWORK, address["artwork"]), **address}


MEDIA: Rules = {
    "media-rendition": get(everybody_if_listed, lambda world, _caller: bytes_of(world)),
    "media-artwork": get(everybody_if_listed, picture),
    "media-rendition-granted": get(hearers, granted, secret=True),
    "media-original": get(downloads, granted_original, secret=True),
    "media-download": get(nobody, granted_download, secret=True),
    "media-artwork-granted": get(by_link, granted_picture, secret=True),
}

RULES: Rules = {**SITE, **TERMS, **WORKS, **COMMUNITY, **DESK, **USES, **CONSENT, **ACCOUNT, **SIGNING_IN, **MEDIA}
# What is the same whatever has become of the work, and needs asking in few states.
ALWAYS_THE_SAME = {
    *(name for name, methods in SITE.items() if not any(rule.lists for rule in methods.values())),
    *CONSENT,
    *TERMS,
    *ACCOUNT,
    *SIGNING_IN,
}
