from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("waiting", "0001_initial")]
    operations = [migrations.AddField("waited", "more", models.IntegerField(default=0))]
