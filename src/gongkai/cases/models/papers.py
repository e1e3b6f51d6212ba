"""What lies in a case: files, letters, remarks, drafts, questions to other units, linked items, who has it open."""

from __future__ import annotations

from django.db import models

from gongkai.cases.stored_choices import ITEM_RELATIONS, LETTER_STATES


class CaseFile(models.Model):
    """A file of a case: sent in, or issued. `key` is its address."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="files")
    event = models.ForeignKey("cases.CaseEvent", models.CASCADE, null=True, blank=True, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(
        max_length=10,
        choices=[("sent_in", "来件"), ("identity", "身份证明"), ("issued", "答复附件"), ("internal", "内部")],
    )
    key = models.CharField(max_length=32, unique=True)

    @property
    def scanned(self) -> str:
        """Whether it may be handed out: waiting, clean or bad. Read it with `select_related("file")`."""
        return str(self.file.scan)


class CaseLetter(models.Model):
    """A numbered letter that an act issued, with its Word and PDF files once they are made."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="letters")
    event = models.OneToOneField("cases.CaseEvent", models.CASCADE, related_name="letter")
    template = models.CharField(max_length=40)
    number = models.CharField("文号", max_length=80, unique=True)
    addressee = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField()
    state = models.CharField(max_length=8, choices=list(LETTER_STATES.items()), default="making")
    problem = models.CharField(max_length=300, blank=True)
    word = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=32, unique=True)


class CaseNote(models.Model):
    """An internal remark; the applicant never sees it."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="notes")
    text = models.CharField(max_length=2000)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class CaseDraft(models.Model):
    """What somebody is writing for an act, kept on the server while they write. Other people's acts never touch it."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="drafts")
    act = models.CharField(max_length=40)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "act", "user"], name="case_draft_once")]


class CoHandling(models.Model):
    """Another unit that helps: asked with a question and a day, answers in words."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="co_handling")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    question = models.CharField(max_length=1000)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)


class CaseItemLink(models.Model):
    """A published item (or one in work) that belongs to a case: what clarifies a rumour, what was often asked for."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="item_links")
    item = models.ForeignKey("disclosure.Item", models.CASCADE, related_name="case_links")
    relation = models.CharField(max_length=10, choices=list(ITEM_RELATIONS.items()))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "item", "relation"], name="case_item_link_once")
        ]


class CasePresence(models.Model):
    """Who has a case open just now. Renewed while the page is open, worth nothing a minute later."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    doing = models.CharField(max_length=8, choices=[("editing", "在办"), ("looking", "在看")])
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_presence_once")]
