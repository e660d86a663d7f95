"""What an engine says of itself, in `engine.json` beside its program."""

from pathlib import Path
from typing import Annotated, Literal, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, model_validator
from pydantic import ValidationError as NotAManifest

from libitum_verify.rights.vocabulary import Subject, vocabulary

FILE = "engine.json"
LARGEST = 64 * 1024
MIB = 1024 * 1024
HOURS = 3600

Name = Annotated[str, Field(min_length=1, max_length=120)]
FileName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,60}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TrainingData(Strict):
    """One body of works from which the engine's model was made. `opted_in`: whether its makers were asked."""

    name: Name
    url: AnyHttpUrl | None = None
    licence: Annotated[str, Field(max_length=60)] = ""
    opted_in: Literal["yes", "no", "unknown"]
    note: Annotated[str, Field(max_length=500)] = ""


class Bounds(Strict):
    """`sound`: how many seconds of a work it is given. `seconds`: how long it may take. The rest in MiB."""

    sound: Annotated[int, Field(ge=1, le=6 * HOURS)] = 600
    seconds: Annotated[int, Field(ge=1, le=6 * HOURS)] = 300
    memory: Annotated[int, Field(ge=32, le=64 * 1024)] = 512
    file: Annotated[int, Field(ge=0, le=4 * 1024)] = 0


class Manifest(Strict):
    """`taker`: for whom it works, `instance` for ours. `files`: what it may write; an empty list for none."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z.+-]+$", max_length=40)]
    name: Name
    description: Annotated[str, Field(min_length=1, max_length=2000)]
    maker: Name
    licence: Annotated[str, Field(max_length=60)] = ""
    homepage: AnyHttpUrl | None = None
    taker: Annotated[str, Field(min_length=1, max_length=40)]
    ceiling: Annotated[list[str], Field(min_length=1)]
    training: list[TrainingData]
    program: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*\.py$")]
    files: list[FileName] = []
    limits: Bounds = Bounds()

    @model_validator(mode="after")
    def ceiling_is_known(self) -> Self:
        known = {purpose.id for purpose in vocabulary().purposes.values() if purpose.subject is Subject.WORK}
        strange = sorted(set(self.ceiling) - known)
        if strange:
            raise ValueError(_("There is no purpose “%(purpose)s”.") % {"purpose": strange[0]})
        if self.files and not self.limits.file:
            raise ValueError(_("It names files that it makes, and no size that they may have."))
        return self


def read_manifest(folder: Path) -> Manifest:
    """Raises ValidationError, with what is wrong where."""
    path = folder / FILE
    try:
        data = path.read_bytes()[: LARGEST + 1]
    except OSError as error:
        raise ValidationError(_("%(file)s can't be read.") % {"file": path}) from error
    if len(data) > LARGEST:
        raise ValidationError(_("%(file)s is too long to be an engine's description.") % {"file": path})
    try:
        return Manifest.model_validate_json(data)
    except NotAManifest as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValidationError(f"{path}: {where}: {first['msg']}" if where else f"{path}: {first['msg']}") from error
