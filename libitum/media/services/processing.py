"""From received bytes to something one can hear."""

from libitum.media.models import ProcessingJob, Upload


def enqueue(upload: Upload) -> ProcessingJob:
    """Within the transaction in which the upload is RECEIVED."""
    return ProcessingJob.objects.create(upload=upload)
