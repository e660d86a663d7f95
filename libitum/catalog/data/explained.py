"""What each choice means, in a sentence for who has to choose."""

from django.utils.translation import gettext_lazy as _

LICENCE_SENTENCES = {
    "all-rights-reserved": _("People may listen here; for anything else they ask you first."),
    "cc-by-4.0": _("Everybody may share and change it, also to earn money, if they name you."),
    "cc-by-sa-4.0": _("As CC BY; what others make of it must carry the same licence."),
    "cc-by-nd-4.0": _("Everybody may share it unchanged, also to earn money, if they name you."),
    "cc-by-nc-4.0": _("Everybody may share and change it if they name you, but not to earn money."),
    "cc-by-nc-sa-4.0": _("As CC BY-NC; what others make of it must carry the same licence."),
    "cc-by-nc-nd-4.0": _("Everybody may share it unchanged if they name you, but not to earn money."),
    "cc0-1.0": _("You give up all rights, as far as the law lets you: everybody may do anything with it."),
}

AI_SENTENCES = {
    "": _("Nothing is said about it on the track's page."),
    "none": _("People made it, with instruments, voices and ordinary studio tools."),
    "assisted": _("People made it and took AI to help: for a part, a draft, a repair beyond ordinary tools."),
    "generated": _("AI made it, as a whole or for the most part, after somebody's instructions."),
}

VISIBILITY_SENTENCES = {
    "private": _("Every secret link is shut, too."),
    "unlisted": _("You make the links below and can revoke each. It stands in no list and no search."),
    "public": _("It stands in lists, search and feeds, and anybody can play it."),
    "scheduled": _("It becomes public by itself. Until then only who has a secret link hears it."),
}
