from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.community.limits import require_room
from libitum.community.models import Comment
from libitum.community.models.comment import BODY_LENGTH
from libitum.community.moments import format_moment
from libitum.community.texts import require_text

# A form sent twice by an impatient finger, or again after a lost answer.
SENT_TWICE = timedelta(seconds=30)


@transaction.atomic
def add_comment(
    *,
    actor: User,
    track: Track,
    body: str,
    at_ms: int | None = None,
    parent: Comment | None = None,
    secret: str = "",
    is_demo: bool = False,
) -> Comment:
    """`at_ms`: the moment, in milliseconds from the start; None is about the whole.

    `secret`: the key of the secret link that the person came with. `is_demo`: written by the demo itself, which
    is said beside it and has no limit. Raises PermissionDenied, ValidationError, TooMany. The same words sent
    twice within seconds are one comment, which is returned both times.
    """
    require_listener(actor, track, secret)
    body = clean_body(body)
    if parent is not None:
        require_answerable(parent, track, at_ms)
        parent = parent.parent or parent
    require_moment(track, at_ms)
    # One at a time for each person, or two requests at once would both count themselves in.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    comment = Comment(track=track, author=actor, parent=parent, body=body, at_ms=at_ms, is_demo=is_demo)
    earlier = sent_before(comment)
    if earlier is not None:
        return earlier
    if not is_demo:
        require_room(Comment.objects.filter(author=actor), settings.COMMENT_LIMITS)
    comment.save()
    return comment


def require_listener(actor: User, track: Track, secret: str) -> None:
    if not actor.is_active or not Track.objects.visible_to(Viewer.of(actor, secret)).filter(pk=track.pk).exists():
        raise PermissionDenied(_("You can comment on what you can hear."))
    if track.taken_down_at is not None or track.artist.taken_down_at is not None:
        raise PermissionDenied(_("This has been taken down, and takes no comments meanwhile."))


def require_answerable(parent: Comment, track: Track, at_ms: int | None) -> None:
    if parent.track_id != track.pk or not parent.is_standing:
        raise ValidationError({"parent": _("The comment you answer is no longer there.")})
    if at_ms is not None:
        raise ValidationError({"at_ms": _("An answer belongs to the moment of what it answers.")})


def require_moment(track: Track, at_ms: int | None) -> None:
    if at_ms is None:
        return
    if track.duration_ms is None:
        raise ValidationError({"at_ms": _("There is no recording yet: comment on the whole.")})
    if not 0 <= at_ms <= track.duration_ms:
        end = format_moment(track.duration_ms)
        raise ValidationError({"at_ms": _("Choose a moment of the recording, from 0:00 to %(end)s.") % {"end": end}})


def clean_body(body: str) -> str:
    return require_text(body, field="body", longest=BODY_LENGTH, missing=_("Write something first."))


def sent_before(comment: Comment) -> Comment | None:
    return (
        Comment.objects.standing()
        .filter(author=comment.author, track=comment.track, parent=comment.parent, at_ms=comment.at_ms)
        .filter(body=comment.body, created_at__gt=timezone.now() - SENT_TWICE)
        .first()
    )


@transaction.atomic
def edit_comment(*, actor: User, comment: Comment, body: str) -> Comment:
    """The author's own words; when they were changed is shown. Raises PermissionDenied, ValidationError."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("author", "track__artist")
    comment = rows.get(pk=comment.pk)
    require_author(actor, comment)
    body = clean_body(body)
    if body != comment.body:
        comment.body, comment.edited_at = body, timezone.now()
        comment.save(update_fields=["body", "edited_at"])
    return comment


def require_author(actor: User, comment: Comment) -> None:
    if comment.author_id != actor.pk or not actor.is_active or comment.deleted_at is not None:
        raise PermissionDenied(_("Only who wrote this can change it."))
    if comment.hidden_at is not None:
        raise PermissionDenied(_("Moderators have hidden this comment. You can appeal, or delete it."))


@transaction.atomic
def delete_comment(*, actor: User, comment: Comment) -> None:
    """By its author, or by the artist under whose track it stands. Moderators decide, with reasons (`decide`).

    Only a line stays, and that only where there are answers; `sweep` forgets the words. Raises PermissionDenied.
    """
    artist_id = comment.track.artist.owner_id
    if not actor.is_active or actor.pk not in {comment.author_id, artist_id}:
        raise PermissionDenied(_("Only who wrote this, or the artist, can remove it."))
    if comment.deleted_at is None:
        comment.deleted_at = timezone.now()
        comment.deleted_by_artist = actor.pk != comment.author_id
        comment.save(update_fields=["deleted_at", "deleted_by_artist"])
