"""Every metric that comes from the database: its name, its help and its labels. Prometheus' conventions hold:
base units, and a counter's family is named without its `_total`.
"""

from typing import Literal, NamedTuple

STAGE_SECONDS = (0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600)
PUBLISHING_SECONDS = (1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 14_400, 86_400)


class Family(NamedTuple):
    """`buckets`: of a histogram, upper ends without infinity."""

    name: str
    help: str
    labels: tuple[str, ...] = ()
    kind: Literal["gauge", "counter", "histogram"] = "gauge"
    buckets: tuple[float, ...] = ()


# Added up by workers.
ATTEMPTS = Family(
    "libitum_job_attempts",
    "Attempts at jobs that are over: done, refused (the file is at fault), postponed (tried again), failed, lost.",
    ("kind", "outcome", "reason"),
    "counter",
)
STAGES = Family(
    "libitum_job_stage_duration_seconds",
    "How long the stages of jobs took that went on to the next or to the end.",
    ("stage",),
    "histogram",
    STAGE_SECONDS,
)
PUBLISHED = Family(
    "libitum_upload_publish_duration_seconds",
    "From the last byte of a recording received until it can be heard.",
    (),
    "histogram",
    PUBLISHING_SECONDS,
)
ADDED = (ATTEMPTS, STAGES, PUBLISHED)

# Measured by a sweep every five minutes.
MEASURED_AT = Family("libitum_figures_timestamp_seconds", "When a worker last measured what is slow to count.")
ACCOUNTS = Family("libitum_accounts", "Accounts that can sign in.")
TRACKS = Family("libitum_tracks", "Tracks by visibility.", ("visibility",))
RELEASES = Family("libitum_releases", "Releases by visibility.", ("visibility",))
UPLOADS_ENDED = Family("libitum_uploads_ended", "Uploads that are over, by state.", ("state",))
UPLOADS_DAY = Family("libitum_uploads_received_day", "Recordings whose last byte came in the 24 hours before that.")
MEDIA_BYTES = Family("libitum_media_bytes", "Bytes in the media storage as the database has them, by kind.", ("kind",))
FAILED_TASKS = Family("libitum_failed_tasks", "Background calls that ended with an error in two days.", ("task",))
LETTERS_GIVEN_UP = Family("libitum_letters_given_up", "Letters that are not tried any more.", ("kind",))
GATE_RUNS = Family("libitum_gate_runs", "Requests at the gate that were recorded, by state.", ("state",))
GATE_WORKS = Family("libitum_gate_works", "Works decided on at the gate.", ("decision",))
TURNED_AWAY = Family("libitum_gate_turned_away", "Requests turned away at the gate in 90 days, by reason.", ("why",))
FFMPEG = Family("libitum_ffmpeg_works", "1 where ffmpeg ran on the machine of the worker that looked, 0 where not.")
FIGURES = (
    MEASURED_AT,
    ACCOUNTS,
    TRACKS,
    RELEASES,
    UPLOADS_ENDED,
    UPLOADS_DAY,
    MEDIA_BYTES,
    FAILED_TASKS,
    LETTERS_GIVEN_UP,
    GATE_RUNS,
    GATE_WORKS,
    TURNED_AWAY,
    FFMPEG,
)

# Asked when somebody scrapes.
DATABASE_UP = Family("libitum_database_up", "1 where the database answers, 0 where it doesn't.")
DATABASE_BYTES = Family("libitum_database_size_bytes", "Size of the database.")
BUILD = Family("libitum_build_info", "What runs here.", ("version", "python", "django", "database"))
DISK_FREE = Family("libitum_disk_free_bytes", "Free on the disk to which uploads are written.")
DISK_SIZE = Family("libitum_disk_size_bytes", "Size of that disk.")
DISK_RESERVE = Family("libitum_disk_reserve_bytes", "Below this much free disk new uploads are refused.")
WORKERS = Family("libitum_workers", "Workers seen in the last minute.")
WORKER_SEEN = Family("libitum_worker_seen_timestamp_seconds", "When a worker was last seen.")
JOBS = Family("libitum_jobs", "Jobs that are not done, by kind and state.", ("kind", "state"))
JOBS_STALE = Family("libitum_jobs_stale", "Jobs whose worker has not renewed its lease for a minute.", ("kind",))
JOBS_AGE = Family("libitum_jobs_oldest_due_age_seconds", "How long the job waits that is due longest.", ("kind",))
TASKS = Family("libitum_tasks_ready", "Calls that wait for a worker, by queue.", ("queue",))
TASKS_AGE = Family("libitum_tasks_oldest_ready_age_seconds", "How long the oldest of them waits.", ("queue",))
UPLOADS = Family("libitum_uploads", "Uploads on their way, by state.", ("state",))
UPLOADS_EXPECTED = Family("libitum_uploads_expected_bytes", "Announced by uploads on their way and not yet here.")
LOG_ENTRIES = Family("libitum_log_entries", "Entries under the newest checkpoint of the transparency log.")
LOG_WAITING = Family("libitum_log_entries_waiting", "Entries that no checkpoint holds yet.")
LOG_SIGNED = Family("libitum_log_checkpoint_timestamp_seconds", "When the newest checkpoint was signed.")
LOG_CLOSED = Family("libitum_log_closed", "1 where the log signs nothing until an operator has looked.")
LETTERS = Family("libitum_letters_waiting", "Letters that have to go out.", ("kind",))
LETTERS_AGAIN = Family("libitum_letters_retried", "Those of them that could not be sent at least once.", ("kind",))
LETTERS_AGE = Family(
    "libitum_letters_oldest_due_age_seconds", "How long the letter waits that is due longest.", ("kind",)
)
CASES = Family("libitum_moderation_cases_waiting", "Cases that wait for a moderator.", ("urgent",))
CASES_AGE = Family("libitum_moderation_oldest_case_age_seconds", "How long the oldest of them waits.", ("urgent",))
GATE_OPEN = Family("libitum_gate_runs_under_way", "Runs at the gate that have not ended.")
