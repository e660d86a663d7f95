from datetime import timedelta

from django.utils import timezone

from libitum.catalog.models import Track
from libitum.common.rounds import take
from libitum.common.sweeps import sweep

from .dispute_letters import send_dispute_letters
from .gate.programs import remove_old_copies
from .gate.stopping import stop_dead_runs
from .invitation_letters import send_invitations
from .models import Ceremony, TurnedAway
from .receivers import keep_holders
from .selectors.keys import accounts_with_stray_keys
from .selectors.uses import recount_works_used
from .services.announcing import send_due_letters
from .services.erasure import forget_names_of_nobody
from .services.keys import follow_passkeys
from .services.watching import watch_terms

AT_ONCE = 500
KEPT_UNSIGNED = timedelta(days=1)
TURNED_AWAY_KEPT = timedelta(days=90)


@sweep(every=60)
def settle_older_works() -> None:
    """Works from before this room was built get their holders and their place in the log."""
    older = Track.objects.filter(commitment=None).select_related("artist__owner")
    for track in take(older, name="rights.older", count=AT_ONCE):
        keep_holders(sender=Track, track=track)


@sweep(every=300)
def count_works_used() -> None:
    recount_works_used()


@sweep(every=300)
def settle_keys() -> None:
    """Passkeys from before this room was built, or that came or went past it, become keys or cease to be."""
    for user in accounts_with_stray_keys()[:AT_ONCE]:
        follow_passkeys(user=user)


@sweep(every=3600)
def forget_unsigned() -> None:
    """What was shown and not signed in its ten minutes; a day later nobody looks for it any more."""
    Ceremony.objects.filter(expires_at__lt=timezone.now() - KEPT_UNSIGNED).delete()


@sweep(every=5)
def end_dead_runs() -> None:
    stop_dead_runs()


@sweep(every=3600)
def forget_the_unnamed() -> None:
    """People of whom no work speaks any more, as a credit was corrected or a work deleted."""
    forget_names_of_nobody()


@sweep(every=3600)
def tidy_the_gate() -> None:
    remove_old_copies()
    TurnedAway.objects.filter(at__lt=timezone.now() - TURNED_AWAY_KEPT).delete()


@sweep(every=60)
def watch_the_terms() -> None:
    watch_terms()


@sweep(every=60)
def terms_letters() -> None:
    """Those that failed before, and those whose task was lost."""
    send_due_letters()


@sweep(every=60)
def send_letters_of_invitation() -> None:
    send_invitations()


@sweep(every=60)
def send_letters_of_disputes() -> None:
    send_dispute_letters()
