"""What a licence has already given to everybody, machines included, in one sentence. See docs/rights/signals.md.

A licence speaks where the law asks for permission at all. Licences that can't be taken back say so themselves
(CC 4.0, sections 2(a)(1) and 6(c)); no signal to machines changes that.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

BY = _(
    "Its licence already lets everybody copy, change and share it for any purpose, training included, if they name "
    "its author; a signal to machines can't take that back."
)
BY_SA = _(
    "Its licence already lets everybody copy, change and share it for any purpose, training included, if they name "
    "its author and share what they make from it only under the same licence; a signal to machines can't take that "
    "back."
)
BY_ND = _(
    "Its licence already lets everybody copy and share it unchanged for any purpose, if they name its author, but not "
    "share what they make by changing it; a signal to machines can't take that back."
)
BY_NC = _(
    "Its licence already lets everybody copy, change and share it, training included, if they name its author and "
    "earn nothing by it; a signal to machines can't take that back."
)
BY_NC_SA = _(
    "Its licence already lets everybody copy, change and share it, training included, if they name its author, earn "
    "nothing by it and share what they make from it only under the same licence; a signal to machines can't take that "
    "back."
)
BY_NC_ND = _(
    "Its licence already lets everybody copy and share it unchanged, if they name its author and earn nothing by it, "
    "but not share what they make by changing it; a signal to machines can't take that back."
)
CC0 = _(
    "Whoever held its rights gave them up, as far as the law lets them: everybody may do with it what they like, "
    "training included; a signal to machines can't take that back."
)
PUBLIC_DOMAIN = _(
    "It is marked as free of known copyright: where that is so, nobody needs a permission to use it, training "
    "included; a signal to machines can't change that."
)
BSD = _(
    "Its licence already lets everybody use, change and share it for any purpose, training included, if the notice of "
    "its author and the terms stay with it; a signal to machines can't take that back."
)

# By the id of a licence. What reserves all rights gives nothing, and has no sentence.
ALLOWANCES: dict[str, "_StrOrPromise"] = {
    **dict.fromkeys(("cc-by-4.0", "cc-by-3.0"), BY),
    **dict.fromkeys(("cc-by-sa-4.0", "cc-by-sa-3.0", "cc-by-sa-2.0-de", "free-art-1.2", "eff-oal-1.0"), BY_SA),
    **dict.fromkeys(("cc-by-nd-4.0", "cc-by-nd-3.0"), BY_ND),
    **dict.fromkeys(("cc-by-nc-4.0", "cc-by-nc-3.0"), BY_NC),
    **dict.fromkeys(("cc-by-nc-sa-4.0", "cc-by-nc-sa-3.0"), BY_NC_SA),
    **dict.fromkeys(("cc-by-nc-nd-4.0", "cc-by-nc-nd-3.0"), BY_NC_ND),
    "cc0-1.0": CC0,
    "public-domain": PUBLIC_DOMAIN,
    "bsd-2-clause": BSD,
}


def allowance_of(licence: str) -> str:
    """Empty where all rights are reserved."""
    return str(ALLOWANCES.get(licence, ""))
