from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            name="Waited",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField(default=0)),
            ],
            options={"indexes": [models.Index(fields=["number"], name="waited_former")]},
        ),
    ]
