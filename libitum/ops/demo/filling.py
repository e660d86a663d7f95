import time
from collections.abc import Callable, Mapping

from django.conf import settings
from django.core.exceptions import ValidationError

from libitum.catalog.models import Track
from libitum.config.environment import environment
from libitum.media.models import JobState, ProcessingJob
from libitum.ops.serving.ports import answers

from .accounts import accounts_file, ensure_people
from .consents import ensure_opt_ins, ensure_refusals
from .data import cast
from .talk import ensure_comments
from .works import ensure_tracks

Say = Callable[[str], None]
WEB_STARTS_WITHIN = 60.0


def welcome(say: Say) -> None:
    """Where it is and how to get in, as soon as somebody can."""
    rows = ensure_people()
    deadline = time.monotonic() + WEB_STARTS_WITHIN
    while not answers(environment.host, environment.port):
        if time.monotonic() > deadline:
            say("The web server has not started yet; the log says why.")
            break
        time.sleep(0.1)
    say(f"\n  {settings.BASE_URL}\n")
    for row in rows:
        say(f"  {row['account']:<9} {row['email']:<24} {row['password']}")
    say(f"\n  Both are in {accounts_file()}. Ctrl-C stops everything.\n")


def fill(say: Say) -> None:
    """Make what is missing, then follow the processing to its end."""
    made = dict(ensure_tracks())
    ensure_refusals(made)
    follow(dict(made), say)
    decide(made, say)


def decide(made: Mapping[str, Track], say: Say) -> None:
    try:
        signed = ensure_opt_ins(made)
    except ValidationError as refused:
        say(f"  {cast()['artist']['name']} could not sign what she allows: {' '.join(refused.messages)}")
        return
    if signed is not None:
        say(f"  {cast()['artist']['name']}, who is invented, has said what AI may do with her pieces.")


def follow(waiting: dict[str, Track], say: Say) -> None:
    number, ready = len(waiting), 0
    while waiting:
        done = [file for file, track in waiting.items() if is_heard(track)]
        for file in done:
            track = waiting.pop(file)
            track.refresh_from_db()
            ensure_comments(file, track)
        ready += len(done)
        if done:
            say(f"  {ready} of {number} recordings can be heard." if waiting else f"  All {number} can be heard.")
        for file in [file for file, track in waiting.items() if has_failed(track)]:
            say(f"  {file} could not be prepared; its page says why.")
            waiting.pop(file)
        time.sleep(0.5 if waiting else 0)


def is_heard(track: Track) -> bool:
    return Track.objects.filter(pk=track.pk, audio_ready_at__isnull=False).exists()


def has_failed(track: Track) -> bool:
    return ProcessingJob.objects.filter(upload__track=track, state=JobState.FAILED).exists()
