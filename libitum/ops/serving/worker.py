import time

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from libitum.common.database import AWAY, mend, note
from libitum.media.services.processing import let_go

from .clock import start_clock

# An idle worker looks for new tasks this often; the look costs one query.
POLL_SECONDS = 0.5
# Until the database is asked again that did not answer.
PAUSE_SECONDS = 2.0


def run_worker(*, batch: bool = False) -> None:
    """Do the tasks of all queues until SIGTERM or SIGINT; with `batch`, only those there are now."""
    worker = Worker(
        queue_names=["*"],
        interval=POLL_SECONDS,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    clock = start_clock()
    try:
        while not work_until_away(worker):
            time.sleep(PAUSE_SECONDS)
    finally:
        clock.set()


def work_until_away(worker: Worker) -> bool:
    """False when the database went away: what was being done then is taken up again by its lease or its sweep."""
    try:
        let_go()
        worker.run()
    except AWAY as error:
        note(error)
        mend()
        return False
    return True
