from collections.abc import Sequence

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.db.models.signals import post_delete, post_save

from libitum.accounts.models import User
from libitum.accounts.signals import account_closing, terms_agreed
from libitum.catalog.models import Release, Track
from libitum.catalog.signals import track_saved, tracks_leaving
from libitum.media.models import Master
from libitum.media.signals import original_accepted

from .key_letters import key_added
from .models import AcceptedHow
from .selectors.terms import altered_among, current_version
from .services.carrying import carry_refusals
from .services.commitments import register_work
from .services.erasure import forget_names_of_nobody, forget_person, forget_work
from .services.holdings import settle_holdings
from .services.keys import enrol, follow_passkeys, recover, rename
from .services.terms import accept


def keep_holders(sender: object, track: Track, **kwargs: object) -> None:
    settle_holdings(track=track)
    register_work(track=track, original_sha256=original_of(track))


def original_of(track: Track) -> str:
    """SHA-256 of the newest original, empty before there is one."""
    digests = track.masters.order_by("-created_at").values_list("original__sha256", flat=True)
    return digests.first() or ""


def keep_refusals(sender: object, release: Release, tracks: Sequence[Track], **kwargs: object) -> None:
    carry_refusals(release=release, tracks=tracks)


def fix_original(sender: object, master: Master, **kwargs: object) -> None:
    """Before anything can be heard, the log holds what the work's bytes are."""
    register_work(track=master.track, original_sha256=master.original.sha256)


def leave_no_name(sender: object, user: User, **kwargs: object) -> None:
    forget_person(user=user)


def forget_whom_only_they_named(sender: object, **kwargs: object) -> None:
    """The account's works are gone by now."""
    forget_names_of_nobody()


def forget_deleted(sender: object, instance: Track | Release, **kwargs: object) -> None:
    forget_work(instance)


def keep_key(sender: object, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    if authenticator.type == Authenticator.Type.WEBAUTHN and enrol(user=user, authenticator=authenticator) is None:
        key_added(user, str(authenticator), None)


def rename_key(sender: object, instance: Authenticator, created: bool, **kwargs: object) -> None:
    """allauth says nothing when a passkey is called something else."""
    if not created and instance.type == Authenticator.Type.WEBAUTHN:
        rename(user=instance.user, authenticator=instance)


def drop_key(sender: object, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    """The passkey is gone by now."""
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        follow_passkeys(user=user)


def make_keys_wait(sender: object, user: User, **kwargs: object) -> None:
    """A new password by letter. A password changed by who knows the old one is no recovery."""
    recover(user=user)


def make_keys_wait_after_a_code(sender: object, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    """allauth says the same of each way to show who one is; only a recovery code stands in for what was lost."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        recover(user=user)


def make_keys_wait_at_a_new_address(
    sender: object, user: User, from_email_address: EmailAddress | None, **kwargs: object
) -> None:
    recover(user=user, also_to=from_email_address.email if from_email_address else "")


def record_yes(sender: object, user: User, language: str, **kwargs: object) -> None:
    """To the version in force, which the form led to. Where that isn't what was published, nothing is recorded."""
    version = current_version()
    if version is None or altered_among([version]):
        return
    accept(user=user, version=version, language=language, how=AcceptedHow.SIGN_UP)


track_saved.connect(keep_holders, dispatch_uid="libitum.rights.keep_holders")
tracks_leaving.connect(keep_refusals, dispatch_uid="libitum.rights.keep_refusals")
original_accepted.connect(fix_original, dispatch_uid="libitum.rights.fix_original")
account_closing.connect(leave_no_name, dispatch_uid="libitum.rights.leave_no_name")
post_delete.connect(forget_whom_only_they_named, sender=User, dispatch_uid="libitum.rights.forget_names")
post_delete.connect(forget_deleted, sender=Track, dispatch_uid="libitum.rights.forget_track")
post_delete.connect(forget_deleted, sender=Release, dispatch_uid="libitum.rights.forget_release")
authenticator_added.connect(keep_key, dispatch_uid="libitum.rights.keep_key")
post_save.connect(rename_key, sender=Authenticator, dispatch_uid="libitum.rights.rename_key")
authenticator_removed.connect(drop_key, dispatch_uid="libitum.rights.drop_key")
authenticator_used.connect(make_keys_wait_after_a_code, dispatch_uid="libitum.rights.after_a_code")
password_reset.connect(make_keys_wait, dispatch_uid="libitum.rights.after_a_reset")
email_changed.connect(make_keys_wait_at_a_new_address, dispatch_uid="libitum.rights.at_a_new_address")
terms_agreed.connect(record_yes, dispatch_uid="libitum.rights.record_yes")
