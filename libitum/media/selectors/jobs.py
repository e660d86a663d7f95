"""What is being made ready, for the person who sent it."""

from django.db.models import QuerySet

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.media.models import JobState, PictureState, PictureUpload, ProcessingJob
from libitum.media.scanner import ScannerAway


def jobs_of(user: User) -> QuerySet[ProcessingJob]:
    """Newest first, with what they are about."""
    mine = ProcessingJob.objects.filter(upload__owner=user) | ProcessingJob.objects.filter(picture__owner=user)
    return mine.select_related("upload__track__artist", "picture").order_by("-created_at", "-pk")


def find_job(user: User, uid: str) -> ProcessingJob | None:
    return jobs_of(user).filter(uid=uid).first()


def unfinished_jobs(user: User) -> QuerySet[ProcessingJob]:
    return jobs_of(user).exclude(state=JobState.DONE)


def picture_on_its_way(work: Track | Release | Artist) -> PictureUpload | None:
    """The picture sent last, while it is being prepared, or when it was refused."""
    newest = work.pictures.select_related("job").order_by("-created_at", "-pk").first()
    return newest if newest and newest.state != PictureState.READY else None


def failed_jobs() -> QuerySet[ProcessingJob]:
    """Everybody's that we could not do, the last first. For operators: whose and what they are isn't told."""
    return ProcessingJob.objects.filter(state=JobState.FAILED).exclude(reason="").order_by("-finished_at", "-pk")


def waiting_for_the_scanner() -> int:
    """How many recordings and pictures of everybody's can't be checked for viruses now."""
    return ProcessingJob.objects.filter(state=JobState.WAITING, reason=ScannerAway.code).count()
