"""System calls that a sandboxed program may not make, by name, as numbers of the machine it runs on.

Landlock guards what is opened. It lets a program change the mode, owner, times and attributes of any file its user
may, and says nothing of signals before its sixth version: where a stranger's code runs, those calls are closed here.
Numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux; None where a machine
has no such call.
"""

import platform
from typing import NamedTuple

# x86-64, then aarch64.
Numbers = tuple[int | None, int | None]
MACHINES = ("x86_64", "aarch64")

NETWORK: dict[str, Numbers] = {
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "io_uring_setup": (425, 425),
}
OTHER_PROCESSES: dict[str, Numbers] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "unshare": (272, 97),
    "setns": (308, 268),
    "perf_event_open": (298, 241),
}
# Beyond that, for code that is itself a stranger's, and not only what it reads.
STRANGERS: dict[str, Numbers] = {
    "socketpair": (53, 199),
    "fork": (57, None),
    "vfork": (58, None),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "setxattrat": (463, 463),
    "removexattrat": (466, 466),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "truncate": (76, 45),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "setpriority": (141, 140),
    "sched_setaffinity": (203, 122),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
    "ioprio_set": (251, 30),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "open_by_handle_at": (304, 265),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "reboot": (169, 142),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "umount2": (166, 39),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "syslog": (103, 116),
    "personality": (135, 92),
    "vhangup": (153, 58),
}
# Of these some uses are harmless, and needed: a thread, one's own limits, one's own name.
LOOKED_INTO: dict[str, Numbers] = {"clone": (56, 220), "clone3": (435, 435), "prctl": (157, 167), "prlimit": (302, 261)}


class Refused(NamedTuple):
    """`whole`: calls refused whatever they say; `looked_into`: by name, those of which only some are."""

    whole: list[int]
    looked_into: dict[str, int]


def refused_calls(*, strangers: bool) -> Refused:
    """Nothing for a machine whose numbers we don't know: the launcher then reports that it has no such wall."""
    machine = platform.machine()
    if machine not in MACHINES:
        return Refused([], {})
    column = MACHINES.index(machine)
    names = {**NETWORK, **OTHER_PROCESSES, **(STRANGERS if strangers else {})}
    whole = [number for numbers in names.values() if (number := numbers[column]) is not None]
    looked_into = LOOKED_INTO if strangers else {}
    return Refused(whole, {name: number for name, numbers in looked_into.items() if (number := numbers[column])})
