from .body import ALGORITHMS, Body, Checksum
from .create import create_upload, require_room
from .direct import (
    Arrived,
    arrived,
    begin_direct,
    clear_incoming,
    clear_strays,
    complete_direct,
    is_offered,
    leave_direct,
    part_addresses,
)
from .files import adopt_file, receive_file
from .finish import finish, reconcile
from .problems import UploadProblem
from .receive import receive, require_open
from .sweep import sweep
from .targets import named_artist, named_track
from .terminate import terminate

__all__ = [
    "ALGORITHMS",
    "Arrived",
    "Body",
    "Checksum",
    "UploadProblem",
    "adopt_file",
    "arrived",
    "begin_direct",
    "clear_incoming",
    "clear_strays",
    "complete_direct",
    "create_upload",
    "finish",
    "is_offered",
    "leave_direct",
    "named_artist",
    "named_track",
    "part_addresses",
    "receive",
    "receive_file",
    "reconcile",
    "require_open",
    "require_room",
    "sweep",
    "terminate",
]
