"""Hosts on one machine: network namespaces on a bridge of their own, with names, addresses and programs of their own.

Linux, and root. They share the machine's disk, so what they share in folders stays reachable when they are cut off.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "libitum"
SWITCH = f"{PREFIX}-switch"
NETWORK = "10.213.77"


class NoNamespaces(Exception):  # noqa: N818 - told to a person as a sentence
    """Why this machine can't do it."""


def do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoNamespaces(f"{' '.join(command)}: {done.stderr.strip()}")


@dataclass
class Host:
    name: str
    number: int
    running: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def space(self) -> str:
        return f"{PREFIX}-{self.name}"

    @property
    def address(self) -> str:
        return f"{NETWORK}.{self.number}"

    def inside(self, *command: str, user: str = "") -> list[str]:
        """The command as it runs on this host, under its name."""
        named = f'hostname {self.name} && exec "$@"'
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--"] if user else []
        return ["ip", "netns", "exec", self.space, "unshare", "--uts", "--", "sh", "-c", named, "sh", *become, *command]

    def start(self, *command: str, log: Path, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        with log.open("ab") as output:
            process = subprocess.Popen(
                self.inside(*command),
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def run(self, *command: str, environment: Mapping[str, str], user: str = "") -> str:
        done = subprocess.run(
            self.inside(*command, user=user), env=dict(environment), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{self.name}: {' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def cut_off(self) -> None:
        """Its cable is pulled: nobody hears of it, and nobody is told."""
        do("ip", "-n", SWITCH, "link", "set", self.name, "down")

    def join(self) -> None:
        do("ip", "-n", SWITCH, "link", "set", self.name, "up")

    def kill(self) -> None:
        """All that runs on it, at once, as when the power goes."""
        pids = subprocess.run(["ip", "netns", "pids", self.space], capture_output=True, text=True, check=False).stdout
        for pid in pids.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        for process in self.running:
            process.wait()
        self.running.clear()


def require_namespaces() -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        raise NoNamespaces("Hosts are network namespaces: that takes Linux, and root.")
    for program in ("ip", "unshare", "setpriv"):
        if shutil.which(program) is None:
            raise NoNamespaces(f"{program} is missing: install Debian's iproute2 and util-linux.")


@contextlib.contextmanager
def hosts(*names: str) -> Iterator[dict[str, Host]]:
    """One after the other from .1 on; gone with all that runs on them when the block ends. Raises NoNamespaces."""
    require_namespaces()
    made = {name: Host(name, number) for number, name in enumerate(names, start=1)}
    try:
        do("ip", "netns", "add", SWITCH)
        do("ip", "-n", SWITCH, "link", "add", "bridge", "type", "bridge")
        do("ip", "-n", SWITCH, "link", "set", "bridge", "up")
        for host in made.values():
            connect(host)
        yield made
    finally:
        for host in made.values():
            host.kill()
        for space in (*(host.space for host in made.values()), SWITCH):
            subprocess.run(["ip", "netns", "delete", space], capture_output=True, check=False)


def connect(host: Host) -> None:
    """A cable from the switch, which knows its end by the host's name."""
    do("ip", "netns", "add", host.space)
    do("ip", "-n", SWITCH, "link", "add", host.name, "type", "veth", "peer", "name", "eth0", "netns", host.space)
    do("ip", "-n", SWITCH, "link", "set", host.name, "master", "bridge", "up")
    do("ip", "-n", host.space, "address", "add", f"{host.address}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        do("ip", "-n", host.space, "link", "set", device, "up")
