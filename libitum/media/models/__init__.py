from .artwork import Artwork
from .job import JobState, ProcessingJob
from .master import Master, MasterState, Original
from .upload import Upload, UploadState

__all__ = [
    "Artwork",
    "JobState",
    "Master",
    "MasterState",
    "Original",
    "ProcessingJob",
    "Upload",
    "UploadState",
]
