from libitum.catalog.models import Release, SecretLink, Track


def is_opened_by(work: Track | Release, token: str) -> bool:
    """Whether the secret link `token` leads to the work, by itself or, for a track, through its release."""
    links = SecretLink.objects.active().filter(token=token)
    if isinstance(work, Release):
        return links.filter(release=work).exists()
    return links.filter(track=work).exists() or links.filter(release__release_tracks__track=work).exists()
