"""The groups of purposes and their answers, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from libitum.rights.selectors.marks import Answer
from libitum_verify.rights.vocabulary import Group, Purpose, Subject, public_names, texts_of, vocabulary

Words = str | Promise

GROUPS: dict[Group, tuple[Words, Words]] = {
    Group.SERVICE: (_("Playing it"), _("Always on: nothing could be heard without it.")),
    Group.DISCOVERY: (_("Being found"), _("On from the start. Switch off what you don't want.")),
    Group.STUDY: (
        _("Being studied"),
        _("Counting is on from the start; nobody learns from it unless you sign for it."),
    ),
    Group.GENERATIVE: (
        _("Generating"),
        _("Nobody learns to imitate you, and nothing is made of your music, unless you sign for it."),
    ),
    Group.SHARING: (_("Handing it on"), _("Nothing leaves this site unless you sign for it.")),
}
PUBLIC_NOTES: dict[Group, Words] = {
    Group.SERVICE: _("Always on: nothing could be heard without it."),
    Group.DISCOVERY: _("On from the start, until whoever holds it switches it off."),
    Group.STUDY: _("Counting is on from the start; the rest is off until all who hold it opt in."),
    Group.GENERATIVE: _("Off until all who hold it opt in, each with their own signature."),
    Group.SHARING: _("Off until all who hold it opt in, each with their own signature."),
}
ANSWERS: dict[Answer, Words] = {
    Answer.ALLOWED: _("Allowed"),
    Answer.LIMITED: _("Allowed within limits"),
    Answer.REFUSED: _("Refused"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A purpose with its texts in the reader's language; `public`: its name to others than the holder."""

    purpose: Purpose
    public: str
    name: str
    means: str
    benefits: str
    never: str
    example: str


def told(purpose: Purpose) -> Told:
    language = get_language() or "en"
    return Told(purpose, public_names(language)[purpose.id], **texts_of(language)[purpose.id])


def purposes_by_group() -> dict[Group, list[Told]]:
    """Of works, in the order of the list."""
    found: dict[Group, list[Told]] = {group: [] for group in GROUPS}
    for purpose in vocabulary().of(Subject.WORK):
        found[purpose.group].append(told(purpose))
    return found
