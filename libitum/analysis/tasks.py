from django_tasks import task

from .services.listening import wake, work_on_next


@task(queue_name="analysis", priority=-50)
def listen() -> None:
    """A call to whoever is free. Music that waits to be heard at all goes first."""
    if work_on_next():
        wake()
