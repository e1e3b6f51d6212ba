"""Stored files: content once by its digest, under whatever names it is attached."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """One content in the store. `digest` is SHA-256 in hex and is also its place on disk."""

    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    extension = models.CharField(max_length=10)
    pages = models.PositiveIntegerField(null=True, blank=True)
    stored_at = models.DateTimeField()
    # Nothing is handed out before a scanner, where one is set up, has passed it.
    scan = models.CharField(
        max_length=8,
        default="clean",
        choices=[("waiting", "等待查毒"), ("clean", "已通过"), ("bad", "有病毒")],
    )
    scan_words = models.CharField(max_length=200, blank=True)
    scan_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["stored_at"], name="file_to_scan", condition=models.Q(scan="waiting")),
        ]


class FileReading(models.Model):
    """What was read from a stored file: a cache of its extract, made again when the readers have changed."""

    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="reading")
    state = models.CharField(
        max_length=10,
        choices=[("read", "已读出"), ("waiting", "等待文字识别"), ("unreadable", "读不出")],
        db_index=True,
    )
    problem = models.CharField(max_length=300, blank=True)
    pages = models.PositiveIntegerField(default=0)
    content = models.BinaryField()
    reader = models.PositiveSmallIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField()
