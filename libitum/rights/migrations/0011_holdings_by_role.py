"""Deciding about one right reads the holdings of that right alone, in the order of works."""

from django.db import migrations, models

from libitum.common.online import AddIndexOnline, RemoveIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("rights", "0010_outcome_of_runs")]

    operations = [
        AddIndexOnline(
            "holding",
            models.Index(
                fields=["role", "track", "party", "standing", "society", "mandate_at"], name="holding_decided"
            ),
        ),
        RemoveIndexOnline("holding", "holding_as_decided"),
    ]
