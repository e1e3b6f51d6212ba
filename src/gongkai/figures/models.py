"""What was counted once so that pages needn't count it again. Every row may be deleted: the figure itself makes it anew."""

from __future__ import annotations

from django.db import models


class KeptCount(models.Model):
    """A figure of a period over all units. `cells`: by unit and month; `months`: by month alone, for pages of the whole.

    Not by days that are added up: each is what the figure counts for the whole period as of its last day, so what was
    withdrawn or taken up again meanwhile is in no number twice.
    """

    code = models.CharField(max_length=80)
    first = models.DateField()
    last = models.DateField()
    counted_at = models.DateTimeField()
    cells = models.JSONField()
    months = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "first", "last"], name="kept_count_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.first}..{self.last}"
