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
