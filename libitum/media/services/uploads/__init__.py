from .body import ALGORITHMS, Body, Checksum
from .create import create_upload, require_room
from .files import adopt_file, receive_file
from .finish import finish, reconcile
from .problems import UploadProblem
from .receive import receive, require_open
from .sweep import sweep
from .targets import named_artist, named_track
from .terminate import terminate

__all__ = [
    "ALGORITHMS",
    "Body",
    "Checksum",
    "UploadProblem",
    "adopt_file",
    "create_upload",
    "finish",
    "named_artist",
    "named_track",
    "receive",
    "receive_file",
    "reconcile",
    "require_open",
    "require_room",
    "sweep",
    "terminate",
]
