from django.apps import AppConfig


class KindsConfig(AppConfig):
    name = "gongkai.kinds"
    label = "kinds"
    default_auto_field = "django.db.models.BigAutoField"
