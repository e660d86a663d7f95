from django import template
from django.utils import timezone

from libitum.accounts.models import User
from libitum.rights.selectors.keys import key_events, signing_keys

register = template.Library()
# More of the past stands in the log.
SHOWN = 50


@register.inclusion_tag("web/signing/keys.html")
def signing_history(user: User) -> dict[str, object]:
    """From when on each passkey can sign, and everything that happened to any of them."""
    now = timezone.now()
    keys = [(key, key.may_grant_from > now) for key in signing_keys(user)]
    return {"keys": keys, "events": key_events(user)[:SHOWN]}
