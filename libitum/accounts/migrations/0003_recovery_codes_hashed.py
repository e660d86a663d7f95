"""Recovery codes so far could be told again, from a seed; of those that are left, only hashes stay."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def hash_codes(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    from libitum.accounts.recovery import TellableCodes, hashes_of  # noqa: PLC0415 - models must be ready

    authenticators = apps.get_model("mfa", "Authenticator").objects
    for authenticator in authenticators.filter(type="recovery_codes").iterator():
        if "hashes" in authenticator.data:
            continue
        codes = TellableCodes(authenticator).get_unused_codes()
        seen = authenticator.data.get("viewed_at") or authenticator.created_at.timestamp()
        authenticators.filter(pk=authenticator.pk).update(data={"hashes": hashes_of(codes), "viewed_at": seen})


class Migration(migrations.Migration):
    # Hashing takes half a second for each person who has codes: no lock may last that long.
    atomic = False

    dependencies = [("accounts", "0002_ai_music"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(hash_codes, migrations.RunPython.noop)]
