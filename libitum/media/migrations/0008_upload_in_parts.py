"""Uploads sent to the store in parts are few, and looked for every minute."""

from django.db import migrations, models

from libitum.common.online import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("media", "0007_original_condemned")]

    operations = [
        AddIndexOnline(
            "upload", models.Index(fields=["id"], condition=~models.Q(multipart=""), name="upload_in_parts")
        ),
    ]
