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

# (audit architecture, first number of a foreign calling convention or 0, numbers of the calls refused):
# socket, connect, bind, io_uring_setup, ptrace, process_vm_readv, process_vm_writev, bpf, userfaultfd,
# add_key, request_key, keyctl, mount, unshare, setns, perf_event_open.
SYSTEM_CALLS = {
    "x86_64": (
        0xC000003E,
        0x40000000,
        (41, 42, 49, 425, 101, 310, 311, 321, 323, 248, 249, 250, 165, 272, 308, 298),
    ),
    "aarch64": (0xC00000B7, 0, (198, 203, 200, 425, 117, 270, 271, 280, 282, 217, 218, 219, 40, 97, 268, 241)),
}
BPF_LOAD, BPF_EQUAL, BPF_AT_LEAST, BPF_RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES

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


def wall_off_network() -> bool:
    """Whether sockets and the calls that reach into other processes are now refused."""
    architecture, foreign, numbers = SYSTEM_CALLS.get(platform.machine(), (0, 0, ()))
    if not numbers:
        return False
    tests = [(BPF_AT_LEAST, foreign)] if foreign else []
    tests += [(BPF_EQUAL, number) for number in numbers]
    code = [
        (BPF_LOAD, 0, 0, 4),
        (BPF_EQUAL, 0, len(tests) + 2, architecture),
        (BPF_LOAD, 0, 0, 0),
        *((test, len(tests) - place, 0, value) for place, (test, value) in enumerate(tests)),
        (BPF_RETURN, 0, 0, ALLOW),
        (BPF_RETURN, 0, 0, REFUSE),
    ]
    filters = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(filters)))
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program)) == 0


def main() -> None:
    spec = json.loads(sys.argv[1])
    os.nice(spec["nice"])
    limit_resources(spec["limits"])
    files, network = 0, False
    if sys.platform == "linux":
        die_with(spec["parent"])
        if prctl(PR_SET_NO_NEW_PRIVS, 1) == 0:
            files, network = wall_in_files(spec["readable"], spec["writable"]), wall_off_network()
    os.write(2, json.dumps({"landlock": files, "seccomp": network}).encode() + b"\n")
    os.execve(sys.argv[2], sys.argv[2:], {})  # noqa: S606 -- no shell is wanted


if __name__ == "__main__":
    main()
