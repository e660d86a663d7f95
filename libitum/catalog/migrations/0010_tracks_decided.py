"""Deciding about all works reads of each what it rests on, and none of its texts."""

from django.db import migrations, models

from libitum.common.online import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("catalog", "0009_search_by_title")]

    operations = [
        AddIndexOnline(
            "track", models.Index(fields=["id", "artist", "taken_down_at", "language"], name="track_decided")
        ),
    ]
