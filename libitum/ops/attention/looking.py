"""The rules. Their limits are those of deploy/prometheus/libitum.rules.yml."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from libitum.ledger.selectors import why_not_running
from libitum.media.selectors.jobs import waiting_for_the_scanner
from libitum.ops.inspection import bucket_is_closed, ffmpeg_runs, plain_size, problems, scanner_works
from libitum.ops.metrics import families as named
from libitum_verify.verdict import Refused

from .findings import Finding
from .now import Now

MINUTE, HOUR, DAY = 60, 3600, 86_400
JOBS_WAIT = 15 * MINUTE
LETTERS_WAIT = HOUR
URGENT_CASES_WAIT, CASES_WAIT = 4 * HOUR, 3 * DAY
# The log closes each day with an entry of its own, so a checkpoint is never much older.
LOG_OLD = 2 * DAY
FIGURES_OLD = 30 * MINUTE
# What starts a program or calls somebody else keeps no page waiting. Whether ffmpeg runs, a worker says;
# whether the scanner does, the jobs that wait for it.
NOT_ON_A_PAGE = (ffmpeg_runs, bucket_is_closed, scanner_works)
# Of the disk, before uploads are refused.
DISK_NEAR = 0.05


def span(seconds: float) -> str:
    """Like “3 days”, in the reader's language."""
    return timesince(timezone.now() - timedelta(seconds=seconds), depth=1).replace("\xa0", " ")


def findings(now: Now) -> list[Finding]:
    """Urgent ones first, in the order of the rules."""
    found = [finding for rule in RULES for finding in rule(now)]
    return sorted(found, key=lambda finding: not finding.is_urgent)


def what_check_finds(_now: Now) -> Iterator[Finding]:
    yield from (Finding(sentence) for sentence in problems(without=NOT_ON_A_PAGE))


def workers(now: Now) -> Iterator[Finding]:
    if not now.of(named.WORKERS):
        yield Finding(
            _("No worker has been seen for a minute: recordings, letters and the log wait."),
            _("Start one: `libitum serve` with LIBITUM_WORKERS=1 or more, or `libitum worker`."),
            is_urgent=True,
        )
    elif now.of(named.MEASURED_AT) < time.time() - FIGURES_OLD:
        yield Finding(
            _("Workers run, but what they do by the clock hasn't been done for half an hour."),
            _("Look for “sweep failed” or “clock failed” in their log."),
        )
    if now.found.get(named.FFMPEG) and not now.of(named.FFMPEG):
        yield Finding(
            _("ffmpeg does not run on a worker's machine: no recording can be prepared."),
            _("`libitum check` there says why."),
            is_urgent=True,
        )


def failed_jobs(now: Now) -> Iterator[Finding]:
    number = int(sum(n for (_kind, state), n in now.all_of(named.JOBS).items() if state == "failed"))
    if number:
        yield Finding(
            ngettext(
                "%(number)d job has failed, and it is our fault. What was sent is safe.",
                "%(number)d jobs have failed, and it is our fault. What was sent is safe.",
                number,
            )
            % {"number": number},
            _("“processing failed” in the workers' log says why. Once that is mended, begin again."),
            retries=True,
        )


def jobs_that_wait(now: Now) -> Iterator[Finding]:
    if (waited := max(now.most(named.JOBS_AGE), now.most(named.TASKS_AGE))) > JOBS_WAIT:
        yield Finding(
            _("The oldest job has waited for its turn for %(time)s.") % {"time": span(waited)},
            _("Start more workers (LIBITUM_WORKERS), here or on other machines."),
        )
    if number := int(now.total(named.JOBS_STALE)):
        yield Finding(
            ngettext(
                "%(number)d job is held by a worker that says nothing any more.",
                "%(number)d jobs are held by workers that say nothing any more.",
                number,
            )
            % {"number": number},
            _("A living worker takes it up by itself. If none does, restart the workers."),
        )


def jobs_that_wait_for_the_scanner(_now: Now) -> Iterator[Finding]:
    if number := waiting_for_the_scanner():
        yield Finding(
            ngettext(
                "%(number)d file waits, as the virus scanner does not answer.",
                "%(number)d files wait, as the virus scanner does not answer.",
                number,
            )
            % {"number": number},
            _("`libitum check` on the workers' machine says why. Once it answers, they go on by themselves."),
            is_urgent=True,
        )


def calls_that_failed(now: Now) -> Iterator[Finding]:
    for (task,), number in now.all_of(named.FAILED_TASKS).items():
        yield Finding(
            ngettext(
                "The background task %(task)s has ended with an error %(number)d time in two days.",
                "The background task %(task)s has ended with an error %(number)d times in two days.",
                int(number),
            )
            % {"task": task, "number": number},
            _("The workers' log says with which."),
        )


def disk(now: Now) -> Iterator[Finding]:
    free, reserve = now.of(named.DISK_FREE), now.of(named.DISK_RESERVE)
    if reserve < free < reserve + DISK_NEAR * now.of(named.DISK_SIZE):
        sizes = {"free": plain_size(int(free)), "reserve": plain_size(int(reserve))}
        yield Finding(
            _("The disk has %(free)s left. At %(reserve)s new uploads are refused.") % sizes,
            _("Make room, or take a larger disk."),
        )


def why_no_log() -> str:
    try:
        return why_not_running()
    except Refused as refused:
        return refused.sentence


def log(now: Now) -> Iterator[Finding]:
    if reason := why_no_log():
        yield Finding(
            _("The transparency log takes nothing up: %(reason)s") % {"reason": reason},
            _("`libitum ledger status` says more. Until it runs, nothing that must be logged first is allowed."),
            page="log",
            page_name=_("The log"),
            is_urgent=True,
        )
    signed = now.of(named.LOG_SIGNED)
    if signed and time.time() - signed > LOG_OLD:
        yield Finding(
            _("The newest checkpoint of the log is %(time)s old, though each day ends with an entry.")
            % {"time": span(time.time() - signed)},
            _("A worker closes the day: see that one runs, and look for “the log is not signing” in its log."),
            page="log-checkpoints",
            page_name=_("Checkpoints"),
        )


def letters(now: Now) -> Iterator[Finding]:
    if number := int(now.total(named.LETTERS_AGAIN)):
        yield Finding(
            ngettext(
                "%(number)d letter could not be sent so far. It is tried again.",
                "%(number)d letters could not be sent so far. They are tried again.",
                number,
            )
            % {"number": number},
            _("See that the mail server of LIBITUM_EMAIL_URL answers; “could not be sent” in the log names the error."),
        )
    if (waited := now.most(named.LETTERS_AGE)) > LETTERS_WAIT:
        yield Finding(
            _("A letter has waited for %(time)s.") % {"time": span(waited)},
            _("See that a worker runs and that the mail server answers."),
        )
    if number := int(now.total(named.LETTERS_GIVEN_UP)):
        yield Finding(
            ngettext("%(number)d letter is not tried any more.", "%(number)d letters are not tried any more.", number)
            % {"number": number},
            _("Whom it was for finds the same on the site's pages. See whether the mail server refuses our letters."),
        )


def moderation(now: Now) -> Iterator[Finding]:
    for urgent, limit in (("yes", URGENT_CASES_WAIT), ("no", CASES_WAIT)):
        if (waited := now.of(named.CASES_AGE, urgent)) > limit:
            words = {"time": span(waited)}
            yield Finding(
                _("An urgent case has waited for %(time)s.") % words
                if urgent == "yes"
                else _("The oldest case of the moderators has waited for %(time)s.") % words,
                _("Somebody who gave notice waits for a decision."),
                page="moderation",
                page_name=_("Moderation"),
                is_urgent=urgent == "yes",
            )


RULES: tuple[Callable[[Now], Iterator[Finding]], ...] = (
    workers,
    what_check_finds,
    log,
    failed_jobs,
    jobs_that_wait,
    jobs_that_wait_for_the_scanner,
    calls_that_failed,
    disk,
    letters,
    moderation,
)
