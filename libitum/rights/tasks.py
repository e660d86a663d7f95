from django_tasks import task

from .services.announcing import send_due_letters


@task()
def send_terms_letters() -> int:
    return send_due_letters()
