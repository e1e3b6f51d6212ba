"""The app of figures: it stores nothing but sums that can be made anew at any time."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "gongkai.figures"
    label = "figures"
    default_auto_field = "django.db.models.BigAutoField"
