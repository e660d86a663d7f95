"""Classes, roles and kinds of purposes in plain words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from libitum_verify.rights.vocabulary import Class, Group, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

CLASSES: dict[Class, "_StrOrPromise"] = {
    Class.N: _("always on"),
    Class.D: _("on from the start"),
    Class.O: _("off until you opt in"),
    Class.K: _("off until you opt in and sign an agreement"),
    Class.X: _("not part of the terms: refused"),
}
EXPLAINED: dict[Class, "_StrOrPromise"] = {
    Class.N: _("The service can't run without it."),
    Class.D: _("You can switch it off at any time, for everything or for single works."),
    Class.O: _("Nothing happens under it until everybody whose right it is has opted in and signed with a passkey."),
    Class.K: _("As an opt-in, and only for a party named in an agreement that you sign."),
}
ROLES: dict[Role, "_StrOrPromise"] = {
    Role.PERFORMER: _("every performer, for themselves"),
    Role.RECORDING: _("whoever holds the recording"),
    Role.COMPOSITION: _("whoever holds the composition"),
    Role.LYRICS: _("whoever holds the lyrics"),
}
GROUPS: dict[Group, "_StrOrPromise"] = {
    Group.SERVICE: _("What the service needs"),
    Group.DISCOVERY: _("Being found"),
    Group.STUDY: _("Counting, studying, listening by machine"),
    Group.GENERATIVE: _("Making something new by machine"),
    Group.SHARING: _("Handing it to others"),
    Group.LISTENING: pgettext_lazy("group of purposes", "Your listening"),
}
# What can't be switched can still be objected to.
OBJECT_IN_WRITING = _("legitimate interest, GDPR 6(1)(f): you can object by writing to us")
# Articles of the General Data Protection Regulation.
BASES: dict[str, "_StrOrPromise"] = {
    "6(1)(a)": _("consent, GDPR 6(1)(a)"),
    "6(1)(b)": _("contract, GDPR 6(1)(b)"),
    "6(1)(f)": _("legitimate interest, GDPR 6(1)(f): you can object by switching it off"),
    "9(2)(a)": _("explicit consent, GDPR 9(2)(a)"),
}
