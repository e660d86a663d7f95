"""One instance on five hosts: PostgreSQL, an S3 store, the web, two workers; cut off, killed, without their database.

usage: python tools/many_hosts.py        (Linux, root; the hosts are network namespaces of this machine)

Uploads on their way and the log's files lie in a folder that web and workers share, as on a file server that stays.
"""

import ctypes
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import boto3
import psutil
import psycopg
from hosted import Failed, Instance, sound, until
from hosts import NETWORK, Host, NoNamespaces, hosts
from postgres import FAST, programs_in_reach

NEW_NETWORK = 0x40000000  # CLONE_NEWNET, sched.h
LEASE_SECONDS = 30
MANY = 40
MOST_GROWTH = 1.25


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="libitum-hosts-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with hosts("db", "s3", "web", "one", "two", "person") as all_hosts, standing_on(all_hosts["person"]):
            return go_through(folder, all_hosts)
    except NoNamespaces as why:
        print(why)
        return 2
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def standing_on(host: Host) -> Iterator[None]:
    """This program's own connections come from that host."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/proc/self/ns/net").open() as before, Path(f"/run/netns/{host.space}").open() as there:
        for end in (there, before):
            if libc.setns(end.fileno(), NEW_NETWORK):
                raise NoNamespaces(f"setns: {os.strerror(ctypes.get_errno())}")
            if end is there:
                yield


def go_through(folder: Path, all_hosts: dict[str, Host]) -> int:
    start_postgres(folder, all_hosts["db"])
    start_store(folder, all_hosts["s3"])
    instance = Instance(folder, all_hosts)
    instance.prepare()
    instance.start_web()
    instance.start_worker("one")
    instance.start_worker("two")
    print("| | | |\n|---|---|---|", flush=True)
    failed = 0
    for scene in SCENES:
        start = time.monotonic()
        try:
            told, word = scene(instance), "held"
        except Failed as failure:
            told, word = str(failure), "FAILED"
            failed += 1
        what = (scene.__doc__ or "").splitlines()[0].rstrip(".")
        print(f"| {what} | {told} | {word}, {time.monotonic() - start:.0f} s |", flush=True)
    if failed:
        for host in all_hosts.values():
            if instance.log(host).exists():
                print(f"\n== {host.name}\n{instance.log(host).read_text(errors='replace')[-3000:]}")
    return int(failed > 0)


def start_postgres(folder: Path, host: Host) -> None:
    data, user = folder / "data", "postgres"
    data.mkdir()
    shutil.chown(data, user, user)
    programs = programs_in_reach(folder)
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    host.run(f"{programs}/initdb", "-D", str(data), "-U", "libitum", "--auth=trust", "--encoding=UTF8", "--no-sync",
             environment=environment, user=user)  # fmt: skip
    with (data / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {NETWORK}.0/24 trust\n")
    settings = {**FAST, "listen_addresses": host.address, "unix_socket_directories": "''"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value.strip(chr(39))}")]
    command = ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--", f"{programs}/postgres")
    host.start(*command, "-D", str(data), *options, log=folder / "db.log", environment=environment)

    def answers() -> bool:
        try:
            psycopg.connect(f"postgres://libitum@{host.address}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    until(answers, "PostgreSQL starts")


def start_store(folder: Path, host: Host) -> None:
    keys = {"NANIO_ACCESS_KEY": "libitum", "NANIO_SECRET_KEY": "a key for an hour"}
    program = Path(sys.executable).with_name("nanio")
    host.start(str(program), "serve", "--data-dir", str(folder / "store"), "--host", host.address, "--no-access-log",
               log=folder / "s3.log", environment={**os.environ, **keys})  # fmt: skip
    client = boto3.client("s3", endpoint_url=f"http://{host.address}:9000", region_name="us-east-1",
                          aws_access_key_id="libitum", aws_secret_access_key="a key for an hour")  # noqa: S106  # fmt: skip

    def made() -> bool:
        try:
            client.create_bucket(Bucket="media")
        except OSError:
            return False
        return True

    until(made, "the store starts")


SOUND = sound(40, 440)
UNDISTURBED: dict[str, str] = {}


def nothing_happens(instance: Instance) -> str:
    """A recording goes its way"""
    start = time.monotonic()
    uid = instance.upload(SOUND)
    until(lambda: instance.is_done(uid), "the recording is ready")
    UNDISTURBED.update(instance.files(uid))
    return f"{len(UNDISTURBED)} renditions after {time.monotonic() - start:.0f} s"


def a_worker_is_cut_off(instance: Instance) -> str:
    """A worker is cut off in the middle of its job, and comes back"""
    uid = instance.upload(SOUND)
    _, fence, name = until(lambda: held_by_somebody(instance, uid), "a worker takes it")
    lost = instance.hosts[name]
    lost.cut_off()
    try:
        start = time.monotonic()
        until(lambda: instance.is_done(uid), "the other worker takes it over")
        taken = time.monotonic() - start
    finally:
        lost.join()
    files = instance.files(uid)
    time.sleep(LEASE_SECONDS + 10)  # what the one that was cut off still has in hand comes to its end
    require_same(instance, uid, files)
    _, now, _ = instance.job(uid)
    return f"{name} lost attempt {fence}, attempt {now} was published after {taken:.0f} s; the same renditions, one set"


def held_by_somebody(instance: Instance, uid: str) -> "tuple[str, int, str] | None":
    state, fence, name = instance.job(uid)
    return (state, fence, name) if state == "running" and name in instance.hosts else None


def require_same(instance: Instance, uid: str, files: dict[str, str]) -> None:
    if instance.files(uid) != files or files != UNDISTURBED:
        raise Failed("the renditions are not those of an undisturbed run")
    if (number := instance.sets(uid)) != 1:
        until(lambda: instance.sets(uid) == 1, f"{number} sets of renditions lie in the store", 120)


def workers_lose_their_power(instance: Instance) -> str:
    """Both workers are killed in the middle of jobs, and started again"""
    working = "SELECT count(DISTINCT split_part(lease_owner, '/', 1)) FROM media_processingjob WHERE state = 'running'"
    uids: list[str] = []
    while instance.row(working) != (2,):
        if len(uids) == MANY:
            raise Failed("one worker alone does everything")
        uids.append(instance.upload(SOUND))
    for name in ("one", "two"):
        instance.hosts[name].kill()
        instance.start_worker(name)
    for uid in uids:
        until(partial(instance.is_done, uid), "a recording is ready")
        require_same(instance, uid, instance.files(uid))
    return f"{len(uids)} recordings, the same renditions, one set each"


def the_web_host_loses_its_power(instance: Instance) -> str:
    """The web host is killed in the middle of an upload, and started again"""
    address, middle = instance.begin_upload(SOUND), len(SOUND) // 2
    sent = threading.Event()

    def send() -> None:
        try:
            instance.send(address, SOUND, 0)
        except (OSError, ValueError, TypeError, Failed):
            sent.set()  # the other end is gone

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    until(lambda: instance.offset(address) >= middle // 2, "bytes arrive")
    instance.web.kill()
    thread.join()
    instance.start_web()
    kept = instance.offset(address)
    instance.send(address, SOUND, kept)
    uid = address.rpartition("/")[2]
    until(lambda: instance.is_done(uid), "the recording is ready")
    require_same(instance, uid, instance.files(uid))
    return f"{kept:,} of {len(SOUND):,} bytes were kept, the rest came after; the same renditions"


def the_database_is_cut_off(instance: Instance) -> str:
    """The database is cut off for a minute in the middle of a job"""
    uid = instance.upload(SOUND)
    until(lambda: held_by_somebody(instance, uid), "a worker takes it")
    instance.hosts["db"].cut_off()
    longest, statuses, ends = 0.0, set(), time.monotonic() + 60
    while time.monotonic() < ends:
        start = time.monotonic()
        statuses.add(instance.status("/"))
        longest = max(longest, time.monotonic() - start)
        time.sleep(1)
    instance.hosts["db"].join()
    start = time.monotonic()
    until(lambda: instance.status("/") == http.client.OK, "pages are back")
    back = time.monotonic() - start
    until(lambda: instance.is_done(uid), "the recording is ready")
    require_same(instance, uid, instance.files(uid))
    if statuses - {http.client.OK, http.client.SERVICE_UNAVAILABLE}:
        raise Failed(f"people were answered {sorted(statuses)}")
    return f"503 after {longest:.0f} s at most, pages back {back:.0f} s after it; the same renditions"


def many_at_once(instance: Instance) -> str:
    """More arrives than anybody works on: the queue grows, the processes don't"""
    for uid in [instance.upload(sound(3, 300 + n)) for n in range(4)]:
        until(partial(instance.is_done, uid), "a recording is ready")
    before = peak = memory(instance)
    for name in ("one", "two"):
        instance.hosts[name].kill()
    uids = [instance.upload(sound(3, 400 + n)) for n in range(MANY)]
    (waiting,) = instance.row("SELECT count(*) FROM media_processingjob WHERE state <> 'done'")
    for name in ("one", "two"):
        instance.start_worker(name)
    for uid in uids:
        until(partial(instance.is_done, uid), "a recording is ready")
        peak = {name: max(peak[name], now) for name, now in memory(instance).items()}
    (most,) = instance.row("SELECT count(*) FROM media_master GROUP BY upload_id ORDER BY 1 DESC LIMIT 1")
    if most != 1:
        raise Failed("an upload became two recordings")
    told = ", ".join(f"{name} {before[name]} to {peak[name]} MB" for name in before)
    if any(peak[name] > MOST_GROWTH * before[name] for name in before):
        raise Failed(f"memory grew: {told}")
    return f"{waiting} waited, each became one recording; resident memory {told}"


def memory(instance: Instance) -> dict[str, int]:
    """Of the Python process on a host that has most."""
    found = {}
    for name in ("web", "one", "two"):
        space = instance.hosts[name].space
        pids = subprocess.run(["ip", "netns", "pids", space], capture_output=True, text=True, check=True).stdout.split()
        sizes = [0]
        for pid in map(int, pids):
            try:
                process = psutil.Process(pid)
                if "libitum" in process.cmdline():
                    sizes.append(process.memory_info().rss)
            except psutil.NoSuchProcess:
                continue
        found[name] = max(sizes) // 1024**2
    return found


SCENES: tuple[Callable[[Instance], str], ...] = (
    nothing_happens,
    a_worker_is_cut_off,
    workers_lose_their_power,
    the_web_host_loses_its_power,
    the_database_is_cut_off,
    many_at_once,
)


if __name__ == "__main__":
    sys.exit(main())
