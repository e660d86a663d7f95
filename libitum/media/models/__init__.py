from .artwork import Artwork
from .job import JobState, ProcessingJob, Stage
from .leftover import Leftover
from .master import Master, MasterState, Original
from .picture import PictureState, PictureUpload
from .stamped import Stamped, StampedKind
from .upload import Upload, UploadState

__all__ = [
    "Artwork",
    "JobState",
    "Leftover",
    "Master",
    "MasterState",
    "Original",
    "PictureState",
    "PictureUpload",
    "ProcessingJob",
    "Stage",
    "Stamped",
    "StampedKind",
    "Upload",
    "UploadState",
]
