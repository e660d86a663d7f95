"""How an engine comes to stand in the database and in the log."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from libitum.ledger.services import append_one
from libitum.rights.models import Engine
from libitum_verify.canonical import canonical
from libitum_verify.rights.facts import INSTANCE

from .manifest import Manifest, read_manifest
from .own import own_folders
from .programs import copy_program, digest_of
from .walls import why_no_outside_engine


def register_own_engines() -> list[Engine]:
    """Every room's, as `libitum prepare` does it; those registered before stay as they are."""
    return [register(manifest, folder, outside=False) for manifest, folder in own_manifests()]


def engines_lacking() -> list[str]:
    """Engines of our own whose version here isn't the one registered."""
    manifests = {manifest.slug: (manifest, folder) for manifest, folder in own_manifests()}
    known = {engine.slug: engine for engine in Engine.objects.filter(slug__in=manifests, is_active=True)}
    return [
        slug
        for slug, (manifest, folder) in sorted(manifests.items())
        if slug not in known or known[slug].version != manifest.version or known[slug].code != digest_of(folder)
    ]


def own_manifests() -> list[tuple[Manifest, Path]]:
    return [(read_manifest(folder), folder) for folder in own_folders().values()]


def set_active(engine: Engine, *, active: bool) -> None:
    """Off, or on again in place of other versions of it. What it has under way ends at the next work."""
    with transaction.atomic():
        if active:
            Engine.objects.filter(slug=engine.slug).update(is_active=False)
        Engine.objects.filter(pk=engine.pk).update(is_active=active)


def register_outside_engine(folder: Path) -> Engine:
    """Somebody else's, for the operator, whose copy of it is what runs from then on. Raises ValidationError."""
    manifest = read_manifest(folder)
    if manifest.taker == INSTANCE:
        raise ValidationError(_("Name the party for whom this engine works: “instance” is this site itself."))
    if manifest.slug in own_folders():
        raise ValidationError(_("An engine of Libitum's own has this name."))
    refusal = why_no_outside_engine()
    if refusal:
        raise ValidationError(refusal)
    return register(manifest, folder, outside=True)


def register(manifest: Manifest, folder: Path, *, outside: bool) -> Engine:
    if not (folder / manifest.program).is_file():
        raise ValidationError(_("%(file)s is missing.") % {"file": folder / manifest.program})
    code = digest_of(folder)
    known = Engine.objects.filter(slug=manifest.slug, version=manifest.version).first()
    if known is not None:
        return check_same(known, manifest, code)
    place = keep_program(manifest, folder, code) if outside else ""
    with transaction.atomic():
        # One version of an engine asks at a time.
        Engine.objects.filter(slug=manifest.slug).update(is_active=False)
        entry = append_one(type="actor.register", body=entry_of(manifest, code))
        return Engine.objects.create(**columns(manifest), code=code, folder=place, is_outside=outside, entry=entry.pk)


def check_same(known: Engine, manifest: Manifest, code: str) -> Engine:
    said = columns(manifest)
    if known.code != code or any(getattr(known, name) != value for name, value in said.items()):
        raise ValidationError(
            _("%(engine)s is registered with another program or description: give the changed one a new version.")
            % {"engine": f"{manifest.slug} {manifest.version}"}
        )
    return known


def keep_program(manifest: Manifest, folder: Path, code: str) -> str:
    """A copy of ours, under the engine's name; what lies there from a registration cut short is replaced."""
    name = f"{manifest.slug}-{manifest.version}"
    place = Path(settings.ENGINES_ROOT) / name
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy_program(folder, place)
    if digest_of(place) != code:
        raise ValidationError(_("The engine's folder changed while it was read. Try again."))
    return name


def columns(manifest: Manifest) -> dict[str, object]:
    said = manifest.model_dump(mode="json")
    return {
        **{name: said[name] for name in ("slug", "version", "name", "description", "maker", "licence", "taker")},
        "homepage": said["homepage"] or "",
        "ceiling": sorted(said["ceiling"]),
        "training": said["training"],
        "program": said["program"],
        "limits": {**said["limits"], "files": said["files"]},
    }


def entry_of(manifest: Manifest, code: str) -> dict[str, object]:
    whole = canonical({**manifest.model_dump(mode="json"), "code": code})
    return {
        "engine": manifest.slug,
        "version": manifest.version,
        "taker": manifest.taker,
        "ceiling": sorted(manifest.ceiling),
        "sha256": hashlib.sha256(whole).hexdigest(),
    }
