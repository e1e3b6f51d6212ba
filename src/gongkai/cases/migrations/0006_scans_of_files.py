from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_hot_topics"),
        ("files", "0003_privacy"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="casefile",
            name="scanned",
        ),
    ]
