"""From a picture to the artwork of a work, in our sizes."""

from django.db import transaction

from libitum.media.engine.artwork import Pictures, make_pictures
from libitum.media.engine.reasons import PictureReason, Refused
from libitum.media.models import Artwork, JobState, Leftover, PictureState, PictureUpload, Stage
from libitum.media.pictures import picture_path, remove_picture
from libitum.media.scanner import is_harmful
from libitum.media.services.leftovers import write_down
from libitum.media.storage import put

from .attempt import Attempt, LeaseLost, end
from .problems import BytesMissing
from .workspace import workspace


def process(attempt: Attempt, picture: PictureUpload) -> None:
    source = picture_path(picture)
    if not source.exists():
        raise BytesMissing(picture.uid)
    attempt.report(Stage.CHECKING)
    if is_harmful(source):
        raise Refused(PictureReason.PICTURE_HARMFUL)
    prefix = f"artwork/{picture.uid}/{attempt.fence}"
    with workspace(attempt.job_pk, attempt.fence) as folder:
        pictures = make_pictures(source, workdir=folder)
        attempt.report(Stage.PUBLISHING)
        write_down(prefix)
        for file in pictures.files:
            put(folder / file, f"{prefix}/{file}")
    publish(attempt, picture, pictures, prefix)


def publish(attempt: Attempt, picture: PictureUpload, pictures: Pictures, prefix: str) -> None:
    with attempt.publishing() as job:
        if not Leftover.objects.filter(prefix=prefix).delete()[0]:
            raise LeaseLost
        place = {"track": picture.track, "release": picture.release, "artist": picture.artist}
        newer = PictureUpload.objects.filter(**place, state=PictureState.READY, pk__gt=picture.pk)
        if newer.exists():
            write_down(prefix)
        else:
            Artwork.objects.filter(**place).delete()
            Artwork.objects.create(
                **place,
                prefix=prefix,
                width=pictures.width,
                height=pictures.height,
                widths=list(pictures.widths),
                alt=picture.alt,
            )
        picture.state = PictureState.READY
        picture.save(update_fields=["state"])
        transaction.on_commit(lambda: remove_picture(picture))
        end(job, JobState.DONE)


def refuse(picture: PictureUpload, refusal: Refused) -> None:
    """In the transaction of the caller. What was shown before stays."""
    picture.state, picture.reason, picture.reason_details = PictureState.REFUSED, str(refusal.reason), refusal.details
    picture.save(update_fields=["state", "reason", "reason_details"])
    transaction.on_commit(lambda: remove_picture(picture))
