from libitum.catalog.models import Artist, Release, SearchDocument, Track

from .folding import plain

Work = Artist | Track | Release


def kind_of(work: Work) -> str:
    return type(work).__name__.lower()


def index(work: Work) -> None:
    """Write what can be found of the work; call it in the transaction that changed it."""
    title, names, text = texts_of(work)
    SearchDocument.objects.update_or_create(
        kind=kind_of(work),
        object_id=work.pk,
        defaults={"title": plain(title), "names": plain(names), "words": plain(text)},
    )
    if isinstance(work, Artist):
        for document in SearchDocument.objects.filter(kind="track", object_id__in=work.tracks.values("pk")):
            document.names = plain(f"{work.name} {credited(document.object_id)}")
            document.save(update_fields=["names"])


def forget(work: Work) -> None:
    SearchDocument.objects.filter(kind=kind_of(work), object_id=work.pk).delete()


def credited(track_id: int) -> str:
    return " ".join(Track.objects.filter(pk=track_id).values_list("credits__name", flat=True).exclude(credits=None))


def texts_of(work: Work) -> tuple[str, str, str]:
    """Title, people's names, everything else."""
    if isinstance(work, Artist):
        return work.name, "", f"{work.place} {work.bio}"
    if isinstance(work, Release):
        return work.title, work.artist.name, work.description
    tags = " ".join(work.tags.values_list("name", flat=True))
    names = f"{work.artist.name} {credited(work.pk)}"
    return work.title, names, f"{tags} {work.genre} {work.description} {work.lyrics}"
