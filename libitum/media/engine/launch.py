"""Starts one program with everything it does not need taken away, then becomes it.

Run as `python -I -S launch.py SPEC PROGRAM ARGUMENTS...` by `sandbox`; SPEC is the JSON of `sandbox.launch_spec`.
It stands alone (nothing of ours is imported, so it starts in 15 ms), and is a process of its own rather than a
`preexec_fn`, which is not safe in a threaded worker. Its first line on stderr says which walls the kernel gave.

Landlock: https://docs.kernel.org/userspace-api/landlock.html; seccomp: seccomp(2), prctl(2).
"""

import ctypes
import errno
import json
import os
import platform
import resource
import signal
import stat
import struct
import sys
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2

LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_VERSION = 1
LANDLOCK_RULE_PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
# How many file rights each version of Landlock knows: it refuses a set with bits it has not heard of.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
NEWEST_FILE_RIGHTS = 16
# What may be granted on a file; the rest concerns folders.
RIGHTS_ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14
NETWORK_SINCE, SCOPES_SINCE = 4, 6

# Audit architecture, and the first number of a foreign calling convention (0: none). The calls themselves are in SPEC.
ARCHITECTURES = {"x86_64": (0xC000003E, 0x40000000), "aarch64": (0xC00000B7, 0)}
BPF_LOAD, BPF_EQUAL, BPF_AT_LEAST, BPF_HAS_BIT, BPF_RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
ALLOW, REFUSE, UNKNOWN = 0x7FFF0000, 0x00050000 | errno.EACCES, 0x00050000 | errno.ENOSYS
CLONE_THREAD = 0x10000
CAPSET, CAPABILITIES_VERSION_3 = {"x86_64": 126, "aarch64": 91}, 0x20080522
PR_CAPBSET_DROP, MOST_CAPABILITIES = 24, 64

libc = ctypes.CDLL(None, use_errno=True)


def prctl(option: int, argument: int, more: int = 0) -> int:
    return int(libc.prctl(option, ctypes.c_ulong(argument), ctypes.c_ulong(more), ctypes.c_ulong(0), ctypes.c_ulong(0)))


def syscall(number: int, *arguments: int | bytes) -> int:
    passed = (a if isinstance(a, bytes) else ctypes.c_long(a) for a in arguments)
    return int(libc.syscall(ctypes.c_long(number), *passed))


def limit_resources(limits: dict[str, int]) -> None:
    for name, value in limits.items():
        kind = getattr(resource, "RLIMIT_" + name)
        _soft, hard = resource.getrlimit(kind)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, allowed))


def die_with(parent: int) -> None:
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(os.EX_TEMPFAIL)


def allow_beneath(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        rights &= RIGHTS_ON_A_FILE
    syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_RULE_PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    os.close(descriptor)


def wall_in_files(readable: list[str], writable: list[str]) -> int:
    """Version of Landlock that now holds this process, or 0 where the kernel has none."""
    version = syscall(LANDLOCK_CREATE_RULESET, 0, 0, LANDLOCK_VERSION)
    if version < 1:
        return 0
    every = (1 << FILE_RIGHTS.get(version, NEWEST_FILE_RIGHTS)) - 1
    network = 3 if version >= NETWORK_SINCE else 0
    scopes = 3 if version >= SCOPES_SINCE else 0
    attributes = struct.pack("=QQQ", every, network, scopes)
    size = 24 if scopes else 16 if network else 8
    ruleset = syscall(LANDLOCK_CREATE_RULESET, attributes, size, 0)
    if ruleset < 0:
        return 0
    for path in readable:
        allow_beneath(ruleset, path, EXECUTE | READ_FILE | READ_DIR)
    for path in writable:
        allow_beneath(ruleset, path, every & ~EXECUTE)
    held = syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    return version if held == 0 else 0


def become(user: int) -> None:
    """Another user, for good, who owns nothing."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def drop_capabilities() -> None:
    """What is left of root has no power but over its own files; with no_new_privs set it gets none back."""
    number = CAPSET.get(platform.machine())
    if number is None or os.geteuid() != 0:
        return
    for capability in range(MOST_CAPABILITIES):
        prctl(PR_CAPBSET_DROP, capability)
    syscall(number, struct.pack("=Ii", CAPABILITIES_VERSION_3, 0), bytes(24))


def looking_into(calls: dict[str, int]) -> list[tuple[int, int, int, int]]:
    """Steps that end the matter for calls of which only some are refused; for others the number stays loaded."""
    steps: list[tuple[int, int, int, int]] = []
    argument = (BPF_LOAD, 0, 0, FIRST_ARGUMENT_AT)
    allow, refuse = (BPF_RETURN, 0, 0, ALLOW), (BPF_RETURN, 0, 0, REFUSE)
    if "clone" in calls:  # a thread, not a process
        thread = (BPF_HAS_BIT, 0, 1, CLONE_THREAD)
        steps += [(BPF_EQUAL, 0, 4, calls["clone"]), argument, thread, allow, refuse]
    if "clone3" in calls:  # its flags lie in memory, where no filter looks; C libraries then use clone
        steps += [(BPF_EQUAL, 0, 1, calls["clone3"]), (BPF_RETURN, 0, 0, UNKNOWN)]
    if "prctl" in calls:  # it must not outlive us
        steps += [(BPF_EQUAL, 0, 4, calls["prctl"]), argument, (BPF_EQUAL, 0, 1, PR_SET_PDEATHSIG), refuse, allow]
    if "prlimit" in calls:  # its own limits alone
        steps += [(BPF_EQUAL, 0, 4, calls["prlimit"]), argument, (BPF_EQUAL, 0, 1, 0), allow, refuse]
    return steps


def wall_off_calls(whole: list[int], looked_into: dict[str, int]) -> bool:
    """Whether sockets and the calls that reach into other processes are now refused."""
    architecture, foreign = ARCHITECTURES.get(platform.machine(), (0, 0))
    if not architecture or not whole:
        return False
    tests = [(BPF_AT_LEAST, foreign)] if foreign else []
    tests += [(BPF_EQUAL, number) for number in whole]
    inside = looking_into(looked_into)
    code = [
        (BPF_LOAD, 0, 0, ARCHITECTURE_AT),
        (BPF_EQUAL, 1, 0, architecture),
        (BPF_RETURN, 0, 0, REFUSE),
        (BPF_LOAD, 0, 0, NUMBER_AT),
        *inside,
        *((test, len(tests) - place, 0, value) for place, (test, value) in enumerate(tests)),
        (BPF_RETURN, 0, 0, ALLOW),
        (BPF_RETURN, 0, 0, REFUSE),
    ]
    filters = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(filters)))
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program)) == 0


def build_walls(spec: dict[str, Any]) -> dict[str, int | bool]:
    if spec["user"] is not None:
        become(spec["user"])
    die_with(spec["parent"])  # after that, as a change of user forgets it
    files, calls = 0, False
    if prctl(PR_SET_NO_NEW_PRIVS, 1) == 0:
        if spec["stranger"]:
            drop_capabilities()
        files = wall_in_files(spec["readable"], spec["writable"])
        calls = wall_off_calls(spec["refused"], spec["looked_into"])
    walls: dict[str, int | bool] = {"landlock": files, "seccomp": calls}
    if spec["user"] is not None:
        walls["user"] = os.geteuid() == spec["user"]
    return walls


def main() -> None:
    spec = json.loads(sys.argv[1])
    os.nice(spec["nice"])
    limit_resources(spec["limits"])
    walls = build_walls(spec) if sys.platform == "linux" else {"landlock": 0, "seccomp": False}
    os.write(2, json.dumps(walls).encode() + b"\n")
    if not all(walls.get(name) for name in spec["required"]):
        sys.exit(os.EX_NOPERM)
    os.execve(sys.argv[2], sys.argv[2:], {})  # noqa: S606 -- no shell is wanted


if __name__ == "__main__":
    main()
