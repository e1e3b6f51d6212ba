"""Screening: detectors, word lists, profiles, redaction."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "gongkai.screening"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "筛查"
