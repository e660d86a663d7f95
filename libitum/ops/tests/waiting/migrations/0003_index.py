from django.db import migrations, models

from libitum.common.online import AddIndexOnline, RemoveIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("waiting", "0002_more")]
    operations = [
        AddIndexOnline("waited", models.Index(fields=["number"], name="waited_number")),
        RemoveIndexOnline("waited", "waited_former"),
    ]
