"""Cases: what comes in. The case carries what lists, clocks and figures read; each act is an event that stays."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.cases.stored_choices import (
    ACCOUNTABILITY,
    ANSWER_STATES,
    APPLICANT_TYPES,
    CHANNELS,
    FINDING_STATES,
    FOUND_WHAT,
    ITEM_RELATIONS,
    LETTER_STATES,
    NOTICE_CHANNELS,
    NOTICE_STATES,
    SIDE_STATES,
)


class Party(models.Model):
    """Who wrote in. What identifies a person is sealed; the indexes find the same person without opening it."""

    type = models.CharField("申请人类型", max_length=16, choices=list(APPLICANT_TYPES.items()))
    sealed = models.TextField(blank=True)
    shown_as = models.CharField("遮盖后的姓名", max_length=60, blank=True)
    identity_index = models.CharField(max_length=80, blank=True, db_index=True)
    contact_index = models.CharField(max_length=80, blank=True, db_index=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)


class Case(models.Model):
    """One thing that somebody asks of the government."""

    kind = models.CharField("种类", max_length=32)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="cases", verbose_name="承办单位")
    state = models.CharField(max_length=24)
    outcome = models.CharField("办理结果", max_length=40, blank=True)
    number = models.CharField("编号", max_length=60, null=True, blank=True, unique=True)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    values = models.JSONField(default=dict)
    channel = models.CharField("渠道", max_length=16, choices=list(CHANNELS.items()))
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="cases")
    submitted_at = models.DateTimeField("到达时间")
    received_on = models.DateField("收到日期", null=True, blank=True)
    # The main clock as last computed from the events: a cache, never typed over.
    term = models.CharField(max_length=40, blank=True)
    due_on = models.DateField("办理期限", null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    paused = models.BooleanField("暂停计时", default=False)
    served_on = models.DateField("送达日期", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    assignee = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="assigned_cases"
    )
    item = models.ForeignKey("disclosure.Item", models.PROTECT, null=True, blank=True, related_name="cases")
    about = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="related")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    secret_digest = models.CharField(max_length=80, blank=True)
    source_key = models.CharField(max_length=80, blank=True, db_index=True)
    batch = models.ForeignKey("CaseBatch", models.PROTECT, null=True, blank=True, related_name="cases")
    # The answer as it may be read by everyone; None while it isn't public.
    published_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_ground = models.CharField(max_length=40, blank=True)
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "source_key"],
                condition=~Q(source_key=""),
                name="case_source_once",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="case_merged_into_other"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"]),
            models.Index(fields=["kind", "state", "due_on"]),
            # What is open is little beside what is closed: its counts are read off an index that holds nothing else.
            models.Index(
                fields=[
                    "unit",
                    "assignee",
                    "kind",
                    "state",
                    "due_on",
                    "paused",
                    "served_on",
                    "merged_into",
                    "closed_at",
                ],
                condition=Q(closed_at__isnull=True),
                name="case_open",
            ),
            models.Index(
                fields=["closed_at", "due_on", "id"], condition=Q(closed_at__isnull=False), name="case_closed"
            ),
            models.Index(fields=["assignee", "closed_at"]),
            models.Index(fields=["kind", "-submitted_at"]),
            models.Index(fields=["kind", "-published_at"]),
            models.Index(fields=["party"]),
            # Lists of what is closed, of 200,000: each order is read off an index, each number counted in one.
            models.Index(fields=["kind", "closed_at", "due_on", "id"], name="case_closed_of_kind"),
            models.Index(fields=["unit", "closed_at", "due_on", "id"], name="case_closed_of_unit"),
            models.Index(fields=["kind", "unit", "closed_at", "due_on", "id"], name="case_closed_of_both"),
            models.Index(fields=["submitted_at", "id"], name="case_by_arrival"),
            # How many public answers each kind and unit has.
            models.Index(
                fields=["kind", "unit"],
                condition=Q(published_at__isnull=False, hidden_at__isnull=True),
                name="case_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or ''} {self.title}".strip()


class CaseBatch(models.Model):
    """One run of an import; all of it can be taken back together while nothing was done to its cases."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255)
    map_name = models.CharField(max_length=60)
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)


class CaseEvent(models.Model):
    """One act on a case. Never edited: a fact entered wrongly is mended by a later event that names it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    no = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    from_state = models.CharField(max_length=24)
    to_state = models.CharField(max_length=24)
    on = models.DateField("事实日期")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=80)
    values = models.JSONField(default=dict)
    # A mended date: the event keeps what was entered, the clock reads this.
    mended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "no"], name="case_event_no_once")]


class FactChange(models.Model):
    """A wish to mend a date that was entered wrongly; it holds once a second person agrees."""

    event = models.ForeignKey(CaseEvent, models.CASCADE, related_name="changes")
    on = models.DateField()
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refused = models.BooleanField(default=False)


class SideTerm(models.Model):
    """A term beside the main one: to ask for correction, to correct, to pay, of a third party to answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="side_terms")
    term = models.CharField(max_length=40)
    started_on = models.DateField()
    due_on = models.DateField()
    due_provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=list(SIDE_STATES.items()), default="open")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"])]


class DueChange(models.Model):
    """The due date before a new calendar moved it; the owner was told."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="due_changes")
    before = models.DateField()
    after = models.DateField()
    why = models.CharField(max_length=200)
    at = models.DateTimeField()


class CaseFile(models.Model):
    """A file of a case: sent in, or issued. `key` is its address."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="files")
    event = models.ForeignKey(CaseEvent, models.CASCADE, null=True, blank=True, related_name="files")
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

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters")
    event = models.OneToOneField(CaseEvent, models.CASCADE, related_name="letter")
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

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    text = models.CharField(max_length=2000)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class CaseDraft(models.Model):
    """What somebody is writing for an act, kept on the server while they write. Other people's acts never touch it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="drafts")
    act = models.CharField(max_length=40)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "act", "user"], name="case_draft_once")]


class CoHandling(models.Model):
    """Another unit that helps: asked with a question and a day, answers in words."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="co_handling")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    question = models.CharField(max_length=1000)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)


class PublicAnswer(models.Model):
    """A letter and its answer as everyone may read them: screened, masked, apart from the originals. Never deleted."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="public_answer")
    state = models.CharField(max_length=10, choices=list(ANSWER_STATES.items()), default="preparing")
    title = models.CharField(max_length=200)
    question = models.TextField()
    answer = models.TextField()
    received_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField()
    is_faq = models.BooleanField("常见问题", default=False)
    # Why it is made public although the writer didn't say that it may be.
    office_reason = models.CharField(max_length=300, blank=True)
    screened_with = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=0)
    prepared_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    hidden_on = models.DateField(null=True, blank=True)
    hidden_ground = models.CharField(max_length=40, blank=True)
    hidden_article = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="answer_public_newest"),
            models.Index(fields=["state", "screened_with"], name="answer_to_rescan"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="public") | Q(published_at__isnull=False), name="answer_public_since"
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | (~Q(hidden_ground="") & Q(hidden_on__isnull=False)),
                name="answer_hidden_on_a_ground",
            ),
        ]


class AnswerFinding(models.Model):
    """What screening found in an answer that is to be public. `excerpt` shows it masked."""

    answer = models.ForeignKey(PublicAnswer, models.CASCADE, related_name="findings")
    part = models.CharField(max_length=10)
    detector = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    excerpt = models.CharField(max_length=300)
    advice = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=8)
    fingerprint = models.CharField(max_length=80)
    # The applicant's own data: masked, never dismissed.
    is_own = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=list(FINDING_STATES.items()), default="open")
    reason = models.CharField(max_length=300, blank=True)
    resolved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["answer", "state"])]


class FoundCount(models.Model):
    """How often similar public things were shown to somebody writing, opened, and how often that was enough. By day."""

    day = models.DateField()
    kind = models.CharField(max_length=32)
    what = models.CharField(max_length=8, choices=list(FOUND_WHAT.items()))
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind", "what"], name="found_count_once")]


class CaseItemLink(models.Model):
    """A published item (or one in work) that belongs to a case: what clarifies a rumour, what was often asked for."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="item_links")
    item = models.ForeignKey("disclosure.Item", models.CASCADE, related_name="case_links")
    relation = models.CharField(max_length=10, choices=list(ITEM_RELATIONS.items()))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "item", "relation"], name="case_item_link_once")
        ]


class KnowledgeArticle(models.Model):
    """What operators of the hotline look up: one thing, an owner, a day until which it is vouched for."""

    title = models.CharField(max_length=120)
    text = models.TextField()
    tags = models.CharField("别的说法", max_length=200, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    valid_until = models.DateField("有效期到")
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ended_at", "valid_until"])]


class Expert(models.Model):
    """Somebody of the pool whom a consultation about a policy may be put to."""

    name = models.CharField("姓名", max_length=40)
    organisation = models.CharField("单位、职务", max_length=120)
    fields = models.CharField("熟悉的领域", max_length=200)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()


class AccountabilityEntry(models.Model):
    """A first statement that came late, or not at all: an entry for 约谈 or 通报."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="accountability")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=list(ACCOUNTABILITY.items()))
    term = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "term"], name="accountability_once")]


class CaseCounter(models.Model):
    """The last serial of a kind, unit and year; moved with the case in one transaction, so there are no gaps."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    mark = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "mark", "year"], name="case_counter_once")]


class Notice(models.Model):
    """A message to an applicant or a colleague, handed to a provider once and kept as proof."""

    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="notices")
    user = models.ForeignKey("accounts.User", models.CASCADE, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=8, choices=list(NOTICE_CHANNELS.items()))
    sealed_to = models.TextField(blank=True)
    # The address as the office may see it: 138****8000.
    shown_to = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    # The same thing is told once: reminders of a day, a moved due date, an act.
    once = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=list(NOTICE_STATES.items()), default="waiting")
    problem = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    # Not handed out before; None once it is sent or given up.
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"])]


class CasePresence(models.Model):
    """Who has a case open just now. Renewed while the page is open, worth nothing a minute later."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    doing = models.CharField(max_length=8, choices=[("editing", "在办"), ("looking", "在看")])
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_presence_once")]


class GuessCount(models.Model):
    """Tries to open a case with a query code: counted by number and by address, both as keyed digests."""

    key = models.CharField(max_length=80, unique=True)
    since = models.DateTimeField()
    count = models.PositiveSmallIntegerField(default=0)


class RetentionPeriod(models.Model):
    """How long an office of this county keeps who wrote in, after a kind of case has ended; without a row the default holds."""

    kind = models.CharField(max_length=32, unique=True)
    months = models.PositiveSmallIntegerField()
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()


class DataWish(models.Model):
    """A person's wish to have their own data mended (个人信息保护法第四十六条); what they wrote is sealed like the data."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="data_wishes")
    field = models.CharField(max_length=32)
    sealed = models.TextField(blank=True)
    state = models.CharField(
        max_length=8, choices=[("open", "待办"), ("done", "已改"), ("refused", "没有改")], default="open"
    )
    answer = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "case"], name="data_wish_open")]


class CaseOwner(models.Model):
    """Whose account a case was sent from: a keyed digest of the account, and the query code sealed. No row of a user."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="owner")
    subject_index = models.CharField(max_length=80, db_index=True)
    sealed = models.TextField()
    made_at = models.DateTimeField()


class TopicWeek(models.Model):
    """A week, Monday to Sunday, whose topics have been counted; it stays even when it has none."""

    starts_on = models.DateField(unique=True)
    letters = models.PositiveIntegerField()
    made_at = models.DateTimeField()


class HotTopic(models.Model):
    """公众关注热点: what several people wrote about in a week. Words and ids of cases, no text of theirs."""

    week = models.ForeignKey(TopicWeek, models.CASCADE, related_name="topics")
    no = models.PositiveSmallIntegerField()
    words = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    # How many there were in each of the weeks before, oldest first.
    before = models.JSONField(default=list)
    case_ids = models.JSONField(default=list)
    # Those nearest to the middle of the topic, best first.
    samples = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "no"], name="hot_topic_no_once")]
