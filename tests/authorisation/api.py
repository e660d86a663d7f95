"""The rule of every operation of the API, by method and address below its root."""

import json
from dataclasses import replace

from libitum.accounts.models import ApiToken, Scope

from .consent import statement_of
from .pages import key
from .rules import Judge, Outcome, Rule, Values, by_link, everybody, seers_of_the_artist
from .world import ANYBODY, OWNER, SEES, SEES_ARTIST, Caller, World

ROOT = "/api/v1"
JSON = "application/json"
Table = dict[str, set[str]]


def nothing(_world: World, _caller: Caller) -> dict[str, str]:
    return {}


def sent(**fields: object) -> Values:
    return lambda _world, _caller: json.dumps(fields)


def somebody(world: World, caller: Caller) -> set[Outcome]:
    if not world.is_signed_in(caller):
        return {Outcome.SIGN_IN}
    return {Outcome.FORBIDDEN if caller.lacking else Outcome.IN}


def any_key(world: World, caller: Caller) -> set[Outcome]:
    return {Outcome.IN if world.is_signed_in(caller) else Outcome.SIGN_IN}


def its_owner(table: Table) -> Judge:
    """What others don't see isn't there; what they see is not theirs to change. Moderators decide elsewhere."""

    def judge(world: World, caller: Caller) -> set[Outcome]:
        allowed = somebody(world, caller)
        if allowed != {Outcome.IN} or OWNER in caller.roles:
            return allowed
        return {Outcome.FORBIDDEN if ANYBODY in table[world.state] else Outcome.HIDDEN}

    return judge


def owned(world: World, caller: Caller) -> set[Outcome]:
    """Uploads and keys of others aren't there."""
    allowed = somebody(world, caller)
    return {Outcome.HIDDEN} if allowed == {Outcome.IN} and caller.person != "alice" else allowed


def nobodys(world: World, caller: Caller) -> set[Outcome]:
    """There is none of this id, whoever asks."""
    allowed = somebody(world, caller)
    return {Outcome.HIDDEN} if allowed == {Outcome.IN} else allowed


def program_alone(world: World, caller: Caller) -> set[Outcome]:
    """A browser is asked anew who it is, on the site."""
    return somebody(world, caller) if caller.key else {Outcome.SIGN_IN}


def my_id(world: World, caller: Caller) -> dict[str, str]:
    return {"id": world.people[caller.person].uid if caller.person else "a" * 16}


def their_page(world: World, caller: Caller) -> set[Outcome]:
    """A page of somebody else's, named in a body, is a wrong field."""
    return somebody(world, caller)


def original(world: World, caller: Caller) -> set[Outcome]:
    """Not offered here, so its artist's alone."""
    if not world.sees(caller) or OWNER not in caller.roles:
        return {Outcome.HIDDEN}
    return {Outcome.IN}


def read(judge: Judge, query: Values = nothing, *, lists: bool = False, secret: bool = False) -> Rule:
    return Rule(judge, query=query, needs=Scope.READ, lists=lists, takes_secret=secret)


def write(judge: Judge, needs: str, body: Values | None = None) -> Rule:
    return Rule(judge, body=body, kind=JSON, needs=needs)


def tus(judge: Judge, *, body: Values | None = None) -> Rule:
    # A page's script sends the CSRF token in its header, which tus asks for even where Django lets tests pass.
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "4", "Upload-Offset": "0", "X-CSRFToken": "x"}
    return Rule(judge, body=body, kind="application/offset+octet-stream", needs=Scope.UPLOAD, headers=headers)


def place(world: World, path: str) -> str:
    """What stands in brackets, by the part before it."""
    token = ApiToken.objects.filter(user__name="Alice").earliest("pk").uid
    uids = {
        "tracks": world.track.uid,
        "releases": world.release.uid,
        "artists": world.artist.uid,
        "uploads": world.upload.uid,
        "comments": world.comment.uid,
        "tokens": token,
        "notices": world.notice.uid,
        "cases": world.case.uid,
        "decisions": "a" * 16,
        "receipts": statement_of(world.people["alice"]).uid,
        "sessions": "987654",
        "terms": "1",
        "disputes": "a" * 16,
        "mandates": "a" * 16,
        "deaths": "a" * 16,
        "matches": "a" * 16,
        "holdings": world.track.holdings.filter(party__user=world.people["alice"])[0].uid,
    }
    parts = path.split("/")
    for index, part in enumerate(parts):
        if part.startswith("{"):
            links = world.links if parts[1] == "tracks" else world.release_links
            parts[index] = links["valid"].uid if parts[index - 1] == "links" else uids[parts[index - 1]]
    return ROOT + "/".join(parts)


TRACK, RELEASE, ARTIST = its_owner(SEES), its_owner(SEES), its_owner(SEES_ARTIST)
WORKS, PROFILE, UPLOAD = Scope.WORKS, Scope.PROFILE, Scope.UPLOAD
TITLE = sent(title="Another name")


def new_work(world: World, _caller: Caller) -> str:
    return json.dumps({"title": "New", "artist": world.artist.uid})


def may_use(world: World, _caller: Caller) -> str:
    return json.dumps({"tracks": [world.track.uid], "purpose": "disc.search"})


def address(world: World, caller: Caller) -> dict[str, str]:
    secret = world.secret(caller)
    return {"url": world.track.get_absolute_url() + (f"/s/{secret}" if secret else "")}


READING = {
    "GET /tracks": read(everybody, lists=True),
    "GET /releases": read(everybody),
    "GET /artists": read(everybody),
    "GET /search": read(everybody, lambda _world, _caller: {"q": "prelude"}, lists=True),
    "GET /tracks/{uid}": read(by_link, key, secret=True),
    "GET /tracks/{uid}/uses": read(by_link, key, secret=True),
    "GET /tracks/{uid}/signals": read(by_link, key, secret=True),
    "GET /site/signals": read(everybody),
    "POST /may-use": Rule(everybody, body=may_use, kind=JSON, needs=Scope.READ),
    "GET /engines": read(everybody),
    "GET /me/bundle": read(somebody),
    "GET /tracks/{uid}/playback": read(by_link, key, secret=True),
    "GET /tracks/{uid}/original": read(original, key, secret=True),
    "GET /releases/{uid}": read(by_link, lambda world, caller: {"key": world.secret(caller, "release")}, secret=True),
    "GET /artists/{uid}": read(seers_of_the_artist),
    "GET /lookup": read(by_link, address, secret=True),
    "GET /choices": read(everybody),
    "GET /me": write(any_key, ""),
    "GET /me/export": replace(write(somebody, PROFILE), of_their_own=True),
    "GET /sessions": write(somebody, PROFILE),
    "GET /tokens": write(somebody, PROFILE),
    "GET /tracks/{uid}/links": write(TRACK, WORKS),
    "GET /tracks/{uid}/recording": write(TRACK, WORKS),
    "GET /tracks/{uid}/offered": write(TRACK, WORKS),
    "GET /releases/{uid}/links": write(RELEASE, WORKS),
    "GET /tracks/{uid}/artwork": write(TRACK, WORKS),
    "GET /releases/{uid}/artwork": write(RELEASE, WORKS),
    "GET /artists/{uid}/picture": write(ARTIST, PROFILE),
}
WRITING = {
    "DELETE /me": replace(write(program_alone, Scope.CLOSE), query=my_id),
    "POST /me/age": write(somebody, PROFILE, sent(born_on="1990-01-01")),
    "DELETE /sessions": write(somebody, PROFILE),
    "DELETE /sessions/{pk}": write(nobodys, PROFILE),
    "PATCH /me": write(somebody, PROFILE, sent(name="Another")),
    "DELETE /tokens/{uid}": write(owned, PROFILE),
    "POST /tracks": write(their_page, WORKS, new_work),
    "PATCH /tracks/{uid}": write(TRACK, WORKS, TITLE),
    "PUT /tracks/{uid}/sounding": write(TRACK, WORKS, sent(tempo=92.0)),
    "DELETE /tracks/{uid}": write(TRACK, WORKS),
    "POST /tracks/{uid}/links": write(TRACK, WORKS, sent()),
    "DELETE /tracks/{uid}/links/{link}": write(TRACK, WORKS),
    "PUT /tracks/{uid}/artwork": write(TRACK, WORKS, lambda _world, _caller: "no picture"),
    "PATCH /tracks/{uid}/artwork": write(TRACK, WORKS, sent(alt="Dawn")),
    "DELETE /tracks/{uid}/artwork": write(TRACK, WORKS),
    "POST /releases": write(their_page, WORKS, new_work),
    "PATCH /releases/{uid}": write(RELEASE, WORKS, TITLE),
    "DELETE /releases/{uid}": write(RELEASE, WORKS),
    "POST /releases/{uid}/links": write(RELEASE, WORKS, sent()),
    "DELETE /releases/{uid}/links/{link}": write(RELEASE, WORKS),
    "PUT /releases/{uid}/artwork": write(RELEASE, WORKS, lambda _world, _caller: "no picture"),
    "PATCH /releases/{uid}/artwork": write(RELEASE, WORKS, sent(alt="Dawn")),
    "DELETE /releases/{uid}/artwork": write(RELEASE, WORKS),
    "POST /artists": write(somebody, PROFILE, sent(name="Another")),
    "PATCH /artists/{uid}": write(ARTIST, PROFILE, sent(name="Another")),
    "DELETE /artists/{uid}": write(ARTIST, PROFILE),
    "PUT /artists/{uid}/picture": write(ARTIST, PROFILE, lambda _world, _caller: "no picture"),
    "PATCH /artists/{uid}/picture": write(ARTIST, PROFILE, sent(alt="Dawn")),
    "DELETE /artists/{uid}/picture": write(ARTIST, PROFILE),
}


def cover(world: World, caller: Caller) -> set[Outcome]:
    """None came inside this recording."""
    allowed = TRACK(world, caller)
    return {Outcome.HIDDEN} if allowed == {Outcome.IN} else allowed


NO = {Outcome.FORBIDDEN, Outcome.HIDDEN}


def commenter(world: World, caller: Caller) -> set[Outcome]:
    """Somebody who hears the track as a person; what is taken down takes no comments."""
    allowed = somebody(world, caller)
    if allowed != {Outcome.IN}:
        return allowed
    if ANYBODY not in SEES[world.state] and OWNER not in caller.roles:
        return {Outcome.HIDDEN}
    return {Outcome.FORBIDDEN} if "taken down" in world.state else {Outcome.IN}


def whose_words(*people: str) -> Judge:
    def judge(world: World, caller: Caller) -> set[Outcome]:
        allowed = somebody(world, caller)
        return NO if allowed == {Outcome.IN} and caller.person not in people else allowed

    return judge


def moderators_alone(world: World, caller: Caller) -> set[Outcome]:
    return whose_words("mona")(world, caller)


def about(world: World, _caller: Caller) -> str:
    return json.dumps({"about": f"track:{world.track.uid}"})


def notice(world: World, caller: Caller) -> str:
    said = {"about": f"track:{world.track.uid}", "category": "copyright", "explanation": "Mine.", "good_faith": True}
    return json.dumps({**said, **key(world, caller)})


COMMUNITY = Scope.COMMUNITY
DECISION = sent(outcome="no-action", facts="Looked at.", seen="a" * 16)
TALKING = {
    "GET /tracks/{uid}/comments": read(by_link, key, secret=True),
    "GET /tracks/{uid}/comments/markers": read(by_link, key, secret=True),
    "POST /tracks/{uid}/comments": write(commenter, COMMUNITY, sent(body="Fine.")),
    "GET /comments/{uid}": read(by_link, key, secret=True),
    "PATCH /comments/{uid}": write(whose_words("bob"), COMMUNITY, sent(body="Finer.")),
    # The artist keeps their own house in order.
    "DELETE /comments/{uid}": write(whose_words("bob", "alice"), COMMUNITY),
    "POST /notices": Rule(by_link, body=notice, kind=JSON, needs=Scope.READ, takes_secret=True),
    "GET /notices": read(somebody),
    "GET /notices/{uid}": read(lambda _world, _caller: {Outcome.HIDDEN}),
    "POST /notices/{uid}/answers": write(
        lambda _world, _caller: {Outcome.HIDDEN}, Scope.READ, sent(text="No.", key="x")
    ),
    "GET /decisions": read(somebody),
    "POST /decisions/{uid}/appeal": write(nobodys, COMMUNITY, sent(text="No.")),
    "GET /moderation/cases": write(moderators_alone, Scope.MODERATE),
    "POST /moderation/cases": write(moderators_alone, Scope.MODERATE, about),
    "GET /moderation/cases/{uid}": write(moderators_alone, Scope.MODERATE),
    "POST /moderation/cases/{uid}/decisions": write(moderators_alone, Scope.MODERATE, DECISION),
}


CONSENTS = {
    "GET /consents": write(somebody, Scope.CONSENT),
    "POST /consents": write(somebody, Scope.CONSENT, sent(decisions=[{"purpose": "disc.search", "allowed": False}])),
    "GET /consents/receipts": write(somebody, Scope.CONSENT),
    "GET /consents/receipts/{uid}": write(owned, Scope.CONSENT),
}


def somebody_with_a_page(world: World, caller: Caller) -> set[Outcome]:
    """Who has nothing to publish under can't send recordings."""
    allowed = somebody(world, caller)
    return allowed if caller.person in {"alice", "charlie"} or allowed != {Outcome.IN} else {Outcome.FORBIDDEN}


def owned_whatever_the_key(world: World, caller: Caller) -> set[Outcome]:
    """One of the permissions `read` and `upload` will do, and this key has the other."""
    allowed = any_key(world, caller)
    return {Outcome.HIDDEN} if allowed == {Outcome.IN} and caller.person != "alice" else allowed


def table(world: World, _caller: Caller) -> str:
    recordings = [{"name": "new.wav", "size": 4, "sha256": "0" * 64}]
    return json.dumps({"table": "file,title\nnew.wav,New\n", "artist": world.artist.uid, "recordings": recordings})


UPLOADING = {
    "GET /imports/columns": read(everybody),
    "POST /imports": write(their_page, WORKS, table),
    "GET /uploads": replace(read(any_key), of_their_own=True),
    "POST /uploads": tus(somebody_with_a_page),
    "GET /uploads/{uid}": replace(read(owned_whatever_the_key), of_their_own=True),
    "HEAD /uploads/{uid}": tus(owned_whatever_the_key),
    "PATCH /uploads/{uid}": tus(owned, body=lambda _world, _caller: "RIFF"),
    "DELETE /uploads/{uid}": tus(owned),
    "GET /uploads/{uid}/parts": replace(write(owned, UPLOAD), of_their_own=True),
    "POST /uploads/{uid}/parts": replace(write(owned, UPLOAD, sent(numbers=[1])), of_their_own=True),
    "DELETE /uploads/{uid}/parts": replace(write(owned, UPLOAD), of_their_own=True),
    "POST /uploads/{uid}/complete": replace(write(owned, UPLOAD), of_their_own=True),
    "POST /uploads/{uid}/retry": replace(write(owned, UPLOAD), of_their_own=True),
}
TERMS = {
    "GET /purposes": read(everybody),
    "GET /terms": read(everybody),
    "GET /terms/{number}": read(everybody),
    "POST /terms/{number}/acceptances": write(somebody, PROFILE, sent(yes=True)),
}


def raises_disputes(world: World, caller: Caller) -> set[Outcome]:
    """Whoever sees it, as a person: it takes no moderator's right."""
    allowed = somebody(world, caller)
    if allowed != {Outcome.IN} or ANYBODY in SEES[world.state] or OWNER in caller.roles:
        return allowed
    return {Outcome.HIDDEN}


HOLDING = {
    "GET /tracks/{uid}/holders": write(owned, WORKS),
    # All who are named in it have accounts, so the party named in the body is a wrong field.
    "POST /tracks/{uid}/invitations": write(owned, WORKS, sent(party="a" * 16)),
    "GET /tracks/{uid}/disputes": write(owned, WORKS),
    "POST /tracks/{uid}/disputes": write(raises_disputes, COMMUNITY, sent(role="lyrics", grounds="Mine.")),
    "GET /holdings": replace(write(somebody, WORKS), of_their_own=True),
    "POST /holdings/{uid}/answer": write(owned, WORKS, sent(mine=True)),
    "PUT /holdings/{uid}/society": write(owned, WORKS, sent(society="GEMA")),
    "POST /holdings/{uid}/mandates": write(owned, WORKS, sent(evidence="A letter.")),
    "GET /disputes": replace(write(somebody, WORKS), of_their_own=True),
    "POST /disputes/{uid}/answers": write(nobodys, WORKS, sent(text="No.")),
    "GET /moderation/disputes": write(moderators_alone, Scope.MODERATE),
    "POST /moderation/disputes/{uid}/decision": write(whose_words(), Scope.MODERATE, sent(upheld=True, outcome="So.")),
    "GET /tracks/{uid}/matches": write(owned, WORKS),
    # The other work named in the body isn't there: a wrong field.
    "POST /tracks/{uid}/matches": write(TRACK, WORKS, sent(other="a" * 16, note="Mine.")),
    "POST /matches/{uid}/withdrawal": write(nobodys, WORKS),
    "GET /moderation/matches": write(moderators_alone, Scope.MODERATE),
    "POST /moderation/matches": write(
        moderators_alone, Scope.MODERATE, sent(track="a" * 16, other="b" * 16, note="One.")
    ),
    "POST /moderation/matches/{uid}/decision": write(whose_words(), Scope.MODERATE, sent(outcome="So.")),
    "GET /moderation/mandates": write(moderators_alone, Scope.MODERATE),
    "POST /moderation/mandates/{uid}/decision": write(whose_words(), Scope.MODERATE, sent(confirmed=True)),
    "GET /successions": replace(write(somebody, Scope.CONSENT), of_their_own=True),
    "GET /moderation/deaths": write(whose_words(), Scope.MODERATE),
    "POST /moderation/deaths": write(whose_words(), Scope.MODERATE, sent(email="x@example.org", died_on="2026-01-01")),
    "PUT /moderation/deaths/{uid}/successor": write(
        whose_words(), Scope.MODERATE, sent(email="x@example.org", evidence="Seen.")
    ),
    "GET /me/listening": write(somebody, PROFILE),
    "PATCH /me/listening": write(somebody, PROFILE, sent(history=False)),
}
OPERATIONS: dict[str, Rule] = {
    **TERMS,
    **HOLDING,
    **READING,
    **WRITING,
    **TALKING,
    **CONSENTS,
    **UPLOADING,
    "POST /tracks/{uid}/artwork/offered": write(cover, WORKS),
}
