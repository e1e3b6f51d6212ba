"""What an office keeps of screening's rules: word lists, profiles, and which edition of them holds."""

from __future__ import annotations

from django.db import models


class WordList(models.Model):
    """错敏词 and other wordings that are looked for. `version` and `dated_on` say how fresh it is."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    version = models.CharField("版本", max_length=40)
    dated_on = models.DateField("日期")
    is_used = models.BooleanField("启用", default=True)

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """One wording with what should stand instead; `exceptions` are longer wordings in which it is right."""

    word_list = models.ForeignKey(WordList, models.CASCADE, related_name="words")
    word = models.CharField("词", max_length=60)
    kind = models.CharField("类别", max_length=24)
    advice = models.CharField("建议", max_length=120, blank=True)
    exceptions = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word_list", "word"], name="word_once_in_list")]

    def __str__(self) -> str:
        return self.word


class ScreeningProfile(models.Model):
    """What is to be done with each kind of finding in items of certain kinds; `rules` as in `profiles.Profile`."""

    code = models.CharField(max_length=40, unique=True)
    label = models.CharField("名称", max_length=60)
    kinds = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.label


class RulesEdition(models.Model):
    """One row: raised with every change of a list or profile, so that what was screened before is known as old.

    `task_days`: working days in which a unit settles what a rescan finds; no law names a number, so the office does.
    """

    number = models.PositiveIntegerField(default=1)
    task_days = models.PositiveSmallIntegerField("整改期限（工作日）", default=5)
    changed_at = models.DateTimeField(null=True, blank=True)
