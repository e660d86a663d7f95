from django_tasks import task

from .services.letters import send_due_letters


@task()
def send_letters() -> int:
    return send_due_letters()
