"""Three tables that only ever grow: acts, the seals over them, and which act stands in which seal.

The database refuses UPDATE and DELETE on all three (`guards.py`).
"""

from __future__ import annotations

from django.db import models

from gongkai.ledger.rules import LABEL_LENGTH

DIGEST_LENGTH = 80  # "sha256$" and 64 hexadecimal digits, with room


class LedgerRow(models.Model):
    """One act. Labels are copied, since names change and the ledger doesn't."""

    actor_id = models.CharField(max_length=LABEL_LENGTH)
    actor_label = models.CharField(max_length=LABEL_LENGTH)
    unit_label = models.CharField(max_length=LABEL_LENGTH, blank=True, default="")
    act = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=LABEL_LENGTH)
    subject_label = models.CharField(max_length=LABEL_LENGTH, blank=True, default="")
    at = models.DateTimeField()
    # Text in canonical form, not a JSON column: what is hashed must come back letter for letter.
    payload = models.TextField(blank=True, default="")
    payload_digest = models.CharField(max_length=DIGEST_LENGTH, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="ledger_row_subject"),
            models.Index(fields=["actor_id", "id"], name="ledger_row_actor"),
            models.Index(fields=["act", "id"], name="ledger_row_act"),
            models.Index(fields=["at"], name="ledger_row_at"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.act} {self.subject_label}"


class Seal(models.Model):
    """A batch of rows under one Merkle root, chained to the seal before. Numbered 1, 2, 3 without gaps."""

    id = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=DIGEST_LENGTH, blank=True, default="")
    algorithm = models.CharField(max_length=16)
    root = models.CharField(max_length=DIGEST_LENGTH)
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()  # rows in this and all seals before
    last_row = models.BigIntegerField()  # highest row id in this and all seals before
    chain = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    sealed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.id} ({self.count})"


class SealMember(models.Model):
    """Row `row` is the `position`th of its seal; its leaf is kept to name the row that was changed."""

    row = models.OneToOneField("ledger.LedgerRow", on_delete=models.PROTECT, primary_key=True)
    seal = models.ForeignKey("ledger.Seal", on_delete=models.PROTECT, related_name="members", db_index=False)
    position = models.PositiveIntegerField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="ledger_member_position")]

    def __str__(self) -> str:
        return f"{self.seal_id}:{self.position}"
