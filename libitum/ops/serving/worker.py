from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from .clock import start_clock

# An idle worker looks for new tasks this often; the look costs one query.
POLL_SECONDS = 0.5


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
        worker.run()
    finally:
        clock.set()
