from django.db import migrations, models

from libitum.common.online import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("media", "0006_upload_multipart")]

    operations = [
        AddIndexOnline(
            "original",
            models.Index(
                fields=["condemned_at"], condition=models.Q(condemned_at__isnull=False), name="original_condemned"
            ),
        )
    ]
