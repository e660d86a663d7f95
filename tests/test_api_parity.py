"""Everything that a person can do on a page, a program can do: each page names the operations that do the same."""

from .authorisation.endpoints import operations, pages

# A page of another part of the site, and what a program asks instead. Several operations are joined by "and".
DOES_THE_SAME = {
    "home": "GET /tracks and GET /releases",
    "search": "GET /search",
    "tag": "GET /tracks",
    "genre": "GET /tracks and GET /choices",
    "artist": "GET /artists/{uid} and GET /tracks and GET /releases and GET /lookup",
    "track": "GET /tracks/{uid} and GET /tracks/{uid}/playback and GET /tracks/{uid}/comments and "
    "GET /tracks/{uid}/comments/markers and GET /releases and GET /lookup",
    "ai": "GET /engines",
    "work-uses": "GET /tracks/{uid}/uses",
    "work-use": "GET /tracks/{uid}/uses",
    "ai-uses-table": "GET /tracks and GET /tracks/{uid}/uses",
    "ai-uses-json": "GET /tracks and GET /tracks/{uid}/uses",
    "ai-bundle": "GET /me/bundle",
    "ai-track-bundle": "GET /me/bundle",
    "ai-uses": "GET /tracks and GET /tracks/{uid}/uses",
    "ai-track-uses": "GET /tracks/{uid}/uses",
    "ai-track-use": "GET /tracks/{uid}/uses",
    "track-secret": "GET /tracks/{uid} and GET /lookup",
    "release": "GET /releases/{uid} and GET /lookup",
    "release-secret": "GET /releases/{uid} and GET /lookup",
    "download": "GET /tracks/{uid}/original",
    "my-tracks": "GET /tracks and GET /uploads",
    "my-tracks-bulk": "PATCH /tracks/{uid} and PATCH /releases/{uid}",
    "track-edit": "PATCH /tracks/{uid} and GET /tracks/{uid}/recording and GET /tracks/{uid}/offered and GET /choices "
    "and GET /tracks/{uid}/artwork and PUT /tracks/{uid}/artwork and PATCH /tracks/{uid}/artwork and "
    "DELETE /tracks/{uid}/artwork",
    "track-publish": "PATCH /tracks/{uid} and GET /tracks/{uid}/links",
    "track-take-cover": "POST /tracks/{uid}/artwork/offered",
    "track-original": "GET /tracks/{uid}/original",
    "track-delete": "DELETE /tracks/{uid}",
    "my-releases": "GET /releases",
    "release-new": "POST /releases",
    "release-edit": "PATCH /releases/{uid} and GET /releases/{uid}/artwork and PUT /releases/{uid}/artwork and "
    "PATCH /releases/{uid}/artwork and DELETE /releases/{uid}/artwork",
    "release-publish": "PATCH /releases/{uid} and PATCH /tracks/{uid} and GET /releases/{uid}/links",
    "release-delete": "DELETE /releases/{uid}",
    "secret-link-new": "POST /tracks/{uid}/links and POST /releases/{uid}/links",
    "secret-link-revoke": "DELETE /tracks/{uid}/links/{link} and DELETE /releases/{uid}/links/{link}",
    "my-artists": "GET /artists",
    "artist-new": "POST /artists",
    "artist-edit": "PATCH /artists/{uid} and GET /artists/{uid}/picture and PUT /artists/{uid}/picture and "
    "PATCH /artists/{uid}/picture and DELETE /artists/{uid}/picture",
    "artist-delete": "DELETE /artists/{uid}",
    "suggest-artists": "GET /search",
    "bulk-import": "POST /imports and POST /uploads",
    "import-template": "GET /imports/columns",
    "upload": "POST /tracks and POST /uploads and PATCH /uploads/{uid}",
    "upload-name": "POST /artists",
    "upload-room": "GET /me",
    "uploads-mine": "GET /uploads",
    "upload-receipt": "GET /uploads/{uid}",
    "upload-progress": "GET /uploads/{uid}",
    "upload-retry": "POST /uploads/{uid}/retry",
    "upload-give-up": "DELETE /uploads/{uid}",
    "comment-add": "POST /tracks/{uid}/comments",
    "comment-edit": "PATCH /comments/{uid} and GET /comments/{uid}",
    "comment-delete": "DELETE /comments/{uid}",
    "notice-new": "POST /notices and GET /lookup",
    "notice": "GET /notices/{uid}",
    "notice-answer": "POST /notices/{uid}/answers",
    "my-notices": "GET /notices and GET /decisions",
    "my-appeal": "POST /decisions/{uid}/appeal",
    "moderation": "GET /moderation/cases",
    "moderation-open": "POST /moderation/cases",
    "moderation-case": "GET /moderation/cases/{uid} and POST /moderation/cases/{uid}/decisions",
    "settings": "GET /me and PATCH /me",
    "settings-age": "POST /me/age",
    "settings-sessions": "GET /sessions",
    "usersessions_list": "GET /sessions",
    "settings-session-end": "DELETE /sessions/{pk}",
    "settings-sessions-end-others": "DELETE /sessions",
    "settings-sessions-end-all": "DELETE /sessions",
    "settings-token-revoke": "DELETE /tokens/{uid}",
    "settings-data": "GET /me",
    "settings-data-export": "GET /me/export",
    "settings-close": "DELETE /me",
    "set_language": "PATCH /me",
    "purposes": "GET /purposes",
    "policies": "GET /site/signals",
    "work-policies": "GET /tracks/{uid}/signals",
    "terms": "GET /terms",
    "terms-version": "GET /terms/{number}",
    "terms-diff": "GET /terms/{number}",
    "terms-history": "GET /terms",
    "terms-accept": "POST /terms/{number}/acceptances",
    "ai-desk": "GET /consents and POST /consents",
    "ai-purpose": "GET /consents",
    "ai-exceptions": "GET /consents",
    "ai-release": "POST /consents",
    "ai-track": "POST /consents",
    "ai-works": "POST /consents",
    "ai-bulk": "POST /consents",
    "consent-receipts": "GET /consents/receipts",
    "consent-receipt": "GET /consents/receipts/{uid}",
    "consent-receipt-file": "GET /consents/receipts/{uid}",
    "ai-holdings": "GET /holdings and GET /successions and GET /disputes",
    "ai-holding-answer": "POST /holdings/{uid}/answer",
    "ai-holding-society": "PUT /holdings/{uid}/society and POST /holdings/{uid}/mandates",
    "track-holders": "GET /tracks/{uid}/holders",
    "track-holders-invite": "POST /tracks/{uid}/invitations",
    "ai-dispute": "GET /disputes and POST /disputes/{uid}/answers",
    "track-match": "POST /tracks/{uid}/matches and GET /tracks/{uid}/matches",
    "match-withdraw": "POST /matches/{uid}/withdrawal",
    "moderation-match-open": "POST /moderation/matches",
    "moderation-match": "POST /moderation/matches/{uid}/decision",
    "track-dispute": "POST /tracks/{uid}/disputes",
    "track-ai": "POST /may-use",
    "track-sound": "PUT /tracks/{uid}/sounding",
    "moderation-rights": "GET /moderation/disputes and GET /moderation/matches and GET /moderation/mandates",
    "moderation-dispute": "POST /moderation/disputes/{uid}/decision",
    "moderation-successions": "GET /moderation/deaths and POST /moderation/deaths",
    "moderation-succeed": "PUT /moderation/deaths/{uid}/successor",
    "moderation-mandate": "POST /moderation/mandates/{uid}/decision",
    "settings-listening": "GET /me/listening and PATCH /me/listening",
}
# Of a browser, or of a page's own script.
A_BROWSERS = {"about", "favicon", "theme", "upload-words", "terms-later"}
# A signature with a passkey, and saying that an account is the person whom an invitation means: credentials, both.
A_PERSONS = {"consent-sign", "rights-invitation"}
# Of whoever runs the instance, who has the command line beside it.
AN_OPERATORS = {
    "operator", "operator-retry", "operator-gate", "operator-crawlers", "operator-crawlers-category",
    "operator-crawlers-agent", "operator-crawlers-list",
}  # fmt: skip
# Written for programs from the first: formats of their own, bytes, the API itself.
FOR_PROGRAMS = {
    "embed", "oembed", "feed", "artist-feed", "robots", "rsl", "tdmrep", "tdm-policy",
    "sitemap", "sitemap-section", "source", "healthz", "readyz", "metrics",
    "media-artwork", "media-artwork-granted", "media-download", "media-original", "media-rendition",
    "media-rendition-granted",
    "terms-feed", "log", "log-absence",
    "log-presence", "log-checkpoints", "log-entry", "log-file", "log-proof", "log-types",
    "api-nowhere", "api:api-root", "api:openapi-json", "api:openapi-view",
}  # fmt: skip


def is_about_credentials(name: str) -> bool:
    """They and the enrolment of keys are a person's alone. Of the keys there are, a program reads and ends them."""
    return name == "settings-tokens" or name.startswith(("account_", "mfa_"))


def test_every_page_has_its_operations() -> None:
    others = {name for name in pages() if not is_about_credentials(name)}
    missing = sorted(others - set(DOES_THE_SAME) - A_BROWSERS - A_PERSONS - AN_OPERATORS - FOR_PROGRAMS)
    assert not missing, f"Say by which operations a program does the same: {', '.join(missing)}"


def test_the_operations_are_there() -> None:
    named = {operation for said in DOES_THE_SAME.values() for operation in said.split(" and ")}
    assert named - operations() == set()


def test_no_page_is_named_that_is_gone() -> None:
    assert (set(DOES_THE_SAME) | A_BROWSERS | A_PERSONS | AN_OPERATORS | FOR_PROGRAMS) - pages() == set()
