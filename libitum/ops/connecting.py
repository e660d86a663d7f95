"""Whether PostgreSQL gives as many connections as this host may ask for."""

from django.db import Error as DatabaseError
from django.db import connection
from django.utils.translation import gettext as _

from libitum.config.environment import environment

# A worker's job, its clock, the lease of its job.
OF_A_WORKER = 3
GIVEN = "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"


def asked_for() -> int:
    """By all threads of this host at the same time; those of the web processes may go through a pooler."""
    web = environment.web_processes * environment.web_threads if environment.database_pooler_url is None else 0
    return web + OF_A_WORKER * environment.workers


def connections_suffice() -> str | None:
    if connection.vendor != "postgresql":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute(GIVEN)
            (given,) = cursor.fetchone()
    except DatabaseError:
        return None  # another check says so
    if asked_for() <= given:
        return None
    return _(
        "This host may ask for %(asked)d connections (web processes x threads, and %(each)d for each worker) and "
        "PostgreSQL gives %(given)d: raise its max_connections, or put a pooler before it."
    ) % {"asked": asked_for(), "each": OF_A_WORKER, "given": given}
