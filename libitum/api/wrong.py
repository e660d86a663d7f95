from django.utils.translation import gettext as _

from .problems import Problem


def wrong(field: str, sentence: str = "") -> Problem:
    """One field that names what isn't there, or can't be taken for another reason."""
    errors = [{"field": field, "detail": sentence or _("There is none of this id that you may use here.")}]
    return Problem(422, _("Some of this can't be taken as it is."), code="invalid", errors=errors)
