from django.db import migrations, models

from libitum.common.online import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("catalog", "0004_track_trainable_since")]

    operations = [
        AddIndexOnline("artist", models.Index(fields=["-created_at", "-uid"], name="artist_newest")),
        AddIndexOnline(
            "track",
            models.Index(
                fields=["-trainable_since"], condition=models.Q(trainable_since__isnull=False), name="track_opened"
            ),
        ),
    ]
