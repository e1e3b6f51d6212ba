import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0001_initial"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WarningDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(unique=True, verbose_name="提前几个工作日")),
            ],
            options={"verbose_name": "提醒", "verbose_name_plural": "提醒"},
        ),
        migrations.CreateModel(
            name="LocalTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="时限")),
                ("length", models.PositiveSmallIntegerField(verbose_name="长度")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("valid_from", models.DateField(verbose_name="自哪天起")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "本地时限",
                "verbose_name_plural": "本地时限",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "unit", "valid_from"), name="clocks_one_term_of_a_unit"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit", None)),
                        fields=("code", "valid_from"),
                        name="clocks_one_term_for_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="自哪天起")),
                ("opens", models.TimeField(verbose_name="上班")),
                ("closes", models.TimeField(verbose_name="下班")),
                ("opens_again", models.TimeField(blank=True, null=True, verbose_name="下午上班")),
                ("closes_again", models.TimeField(blank=True, null=True, verbose_name="下午下班")),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "办公时间",
                "verbose_name_plural": "办公时间",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "valid_from"), name="clocks_one_set_of_hours_of_a_unit"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit", None)),
                        fields=("valid_from",),
                        name="clocks_one_set_of_hours_for_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))), name="clocks_hours_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes_again", None), ("opens_again", None)),
                            models.Q(
                                ("closes__lte", models.F("opens_again")),
                                ("opens_again__lt", models.F("closes_again")),
                            ),
                            _connector="OR",
                        ),
                        name="clocks_afternoon_in_order",
                    ),
                ],
            },
        ),
    ]
