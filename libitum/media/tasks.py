from django_tasks import task

from .services import processing


@task(queue_name="media")
def work() -> None:
    """A call to whoever is free: do the next thing that is due, if somebody else hasn't."""
    processing.process_next()
