from pathlib import Path

from django.core.management.base import CommandError

from libitum.config.environment import environment

from .ports import port_is_free
from .supervisor import Program, Supervisor, command


def instance(*, also: tuple[Program, ...] = (), output: Path | None = None) -> Supervisor:
    """The web server and as many workers as the environment asks for."""
    if not port_is_free(environment.host, environment.port):
        raise CommandError(
            f"Port {environment.port} is taken by another program: stop it, or choose another with PORT=8001."
        )
    workers = tuple(Program(f"worker-{n}", command("worker")) for n in range(1, environment.workers + 1))
    return Supervisor([Program("web", command("web")), *workers, *also], output=output)
