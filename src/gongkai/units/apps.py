from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "gongkai.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"
