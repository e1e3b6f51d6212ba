"""Disclosure items: what goes out. The item carries what lists and filters read; a version carries the words."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.disclosure.rules import (
    ATTRIBUTES,
    GROUNDS,
    RELATIONS,
    SECRET_LEVELS,
    STEP_STATES,
    VALIDITIES,
)


class Item(models.Model):
    """One thing to be disclosed. Until publication the columns follow the draft, afterwards the public version."""

    kind = models.CharField("信息种类", max_length=32)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="items", verbose_name="公开单位")
    topic = models.ForeignKey("catalogue.Topic", models.PROTECT, null=True, blank=True, related_name="items")
    subject = models.ForeignKey(
        "catalogue.Subject", models.PROTECT, null=True, blank=True, related_name="items"
    )
    state = models.CharField(max_length=16, default="drafting")
    index_no = models.CharField("索引号", max_length=40, null=True, blank=True, unique=True)
    title = models.CharField("标题", max_length=300)
    doc_no = models.CharField("发文字号", max_length=120, blank=True)
    doc_no_key = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    issuer = models.CharField("发文机关", max_length=300, blank=True)
    summary = models.CharField("内容概述", max_length=500, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    formed_on = models.DateField("信息形成日期", null=True, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField("定时公开", null=True, blank=True)
    due_on = models.DateField("最迟公开日期", null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    attribute = models.CharField(
        "公开属性", max_length=12, choices=list(ATTRIBUTES.items()), default="proactive"
    )
    attribute_ground = models.CharField("法定事由", max_length=40, choices=list(GROUNDS.items()), blank=True)
    attribute_reason = models.CharField("不公开理由", max_length=500, blank=True)
    secret_level = models.CharField(
        "密级", max_length=12, choices=list(SECRET_LEVELS.items()), default="none"
    )
    source_says_public = models.BooleanField("来文标明是否公开", null=True, blank=True)
    stage = models.CharField("公开环节", max_length=16, blank=True)
    audience = models.CharField("公开对象", max_length=12, default="everyone")
    validity = models.CharField("有效性", max_length=12, choices=list(VALIDITIES.items()), blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    abolished_on = models.DateField("废止日期", null=True, blank=True)
    source = models.CharField("信息来源", max_length=300, blank=True)
    source_url = models.CharField("来源网址", max_length=1000, blank=True)
    source_key = models.CharField(max_length=80, blank=True, db_index=True)
    is_historical = models.BooleanField("历史数据", default=False)
    title_rule = models.CharField("标题拟定规则", max_length=40, blank=True)
    urgent = models.BooleanField("紧急公开", default=False)
    batch = models.ForeignKey("ImportBatch", models.PROTECT, null=True, blank=True, related_name="items")
    public_version = models.ForeignKey("ItemVersion", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField("撤回说明", max_length=500, blank=True)
    # Who looks after the draft now; a leaver's open work is handed over.
    owner = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="owned_items")
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attribute="proactive")
                | ~Q(attribute_ground="")
                | Q(state__in=["drafting", "returned"]),
                name="item_withheld_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(public_version__isnull=True)
                | (Q(index_no__isnull=False) & Q(published_at__isnull=False)),
                name="item_public_has_number_and_time",
            ),
            models.CheckConstraint(
                condition=Q(public_version__isnull=True)
                | (Q(attribute="proactive") & Q(secret_level="none")),
                name="item_public_is_open",
            ),
            models.UniqueConstraint(
                fields=["unit", "source_key"], condition=~Q(source_key=""), name="item_source_once"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-published_at"]),
            models.Index(fields=["kind", "-published_at"]),
            models.Index(fields=["topic", "-published_at"]),
            models.Index(fields=["-published_at", "id"]),
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["unit", "state"]),
            # Whether anything ever met a duty: asked for each duty on every page of the office.
            models.Index(
                fields=["unit", "topic"],
                condition=Q(public_version__isnull=False),
                name="item_meets_duty",
            ),
            # What figures count of a period, of a million items: read off this alone, without the rows.
            models.Index(
                fields=["published_on", "unit", "kind", "topic", "withdrawn_at", "is_historical", "due_on", "signed_on"],
                condition=Q(published_on__isnull=False),
                name="item_counted",
            ),
            # The last publication under each heading of each unit.
            models.Index(
                fields=["unit", "topic", "published_on", "withdrawn_at"],
                condition=Q(published_on__isnull=False, topic__isnull=False),
                name="item_by_duty",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class ItemVersion(models.Model):
    """The words of an item at one time. Frozen once it was submitted; `state` says what it is to the item."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("版次")
    state = models.CharField(
        max_length=12,
        default="working",
        choices=[
            ("working", "编辑中"),
            ("frozen", "送审中"),
            ("public", "公开"),
            ("superseded", "已被替代"),
            ("withdrawn", "已撤回"),
            ("kept", "存档"),
            ("discarded", "已放弃"),
        ],
    )
    title = models.CharField(max_length=300)
    # Empty html with text: imported plain text, set in paragraphs when shown.
    body_html = models.TextField(blank=True)
    body_text = models.TextField(blank=True)
    # The item's columns as this version states them, and the kind's own fields.
    head = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    marks = models.JSONField(default=list)
    digest = models.CharField(max_length=80, blank=True)
    reason = models.CharField("更正说明", max_length=500, blank=True)
    # A correction that takes something out for good reason: earlier texts are no longer shown to the public.
    hides_earlier = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    # The rules under which this text was screened last (screening.queries.rules_now); empty when it changed since.
    screened_with = models.CharField(max_length=40, blank=True, db_index=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=["working", "frozen"]), name="version_one_in_work"
            ),
            models.UniqueConstraint(fields=["item"], condition=Q(state="public"), name="version_one_public"),
        ]


class Attachment(models.Model):
    """A file as one version of an item shows it."""

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField("附件名称", max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=32, db_index=True)  # the address; the same file keeps it over versions


class ItemLink(models.Model):
    """Document ↔ interpretation, replaces, amends, implements: stored one way, shown both ways."""

    source = models.ForeignKey(Item, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Item, models.CASCADE, related_name="links_in")
    relation = models.CharField(max_length=12, choices=[(r.code, r.label) for r in RELATIONS.values()])
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_to_other"),
        ]


class IndexCounter(models.Model):
    """The last serial given out for an organisation code and a year; never goes back."""

    org_code = models.CharField(max_length=18)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org_code", "year"], name="index_counter_once")]


class Route(models.Model):
    """A review route as data: which steps, by which role, in whose unit."""

    code = models.CharField(max_length=24, unique=True)
    label = models.CharField("名称", max_length=60)
    note = models.CharField(max_length=300, blank=True)


class RouteStep(models.Model):
    route = models.ForeignKey(Route, models.CASCADE, related_name="steps")
    no = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24)
    label = models.CharField("步骤", max_length=20)
    role = models.CharField(max_length=24)
    whose = models.CharField(
        max_length=20,
        choices=[
            ("own", "本单位"),
            ("parent", "上级单位"),
            ("disclosure_office", "政务公开办"),
        ],
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["route", "no"], name="route_step_no_once")]


class RouteRule(models.Model):
    """Which route an item takes: by kind of unit and route class of the item kind (short, standard, long)."""

    unit_kind = models.CharField(max_length=24)
    route_class = models.CharField(max_length=12)
    route = models.ForeignKey(Route, models.PROTECT, related_name="rules")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_kind", "route_class"], name="route_rule_once")]


class Review(models.Model):
    """One passage of a version through its route."""

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="reviews")
    item = models.ForeignKey(Item, models.CASCADE, related_name="reviews")
    route_label = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=12,
        blank=True,
        choices=[
            ("published", "已公开"),
            ("kept", "不公开，存档"),
            ("returned", "已退回"),
            ("abandoned", "已作废"),
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(closed_at__isnull=True), name="review_one_open"
            )
        ]


class ReviewStep(models.Model):
    """One step of a review. A decided row stays as it is; going back makes new rows of the next round."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="steps")
    no = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=24)
    label = models.CharField(max_length=20)
    role = models.CharField(max_length=24)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=list(STEP_STATES.items()), default="waiting")
    opened_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="decided_steps"
    )
    # Whom the deciding person acted for as deputy 代.
    acted_for = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.CharField("意见", max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "no", "round"], name="review_step_once"),
            models.UniqueConstraint(
                fields=["review"], condition=Q(state="open"), name="review_one_open_step"
            ),
        ]
        indexes = [models.Index(fields=["state", "unit", "role"])]


class Finding(models.Model):
    """Something that screening found in a version; each must be settled before the version goes a step further.

    `target` says where: title, body, head:<column>, field:<key>, file:<key>. `start` and `end` count characters of that
    target's text. What was found is not kept in the clear: `excerpt` shows it masked, `fingerprint` is a keyed digest by
    which the same thing is known again.
    """

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="findings")
    detector = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    target = models.CharField(max_length=80, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    place = models.CharField(max_length=200)
    excerpt = models.CharField(max_length=300, blank=True)
    advice = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=80, blank=True)
    state = models.CharField(
        max_length=10,
        default="open",
        choices=[
            ("open", "待处理"),
            ("mended", "已改"),
            ("masked", "已遮盖"),
            ("removed", "已去掉"),
            ("dismissed", "不是"),
        ],
    )
    reason = models.CharField(max_length=300, blank=True)
    resolved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()


class Redaction(models.Model):
    """What was taken out of an item before it was public: undone until publication, told to the public afterwards.

    The words that stood there are sealed; of a file the original stays in the store, reachable by nobody outside.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="redactions")
    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="redactions")
    target = models.CharField(max_length=80)
    detector = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    source = models.CharField(max_length=120, blank=True)
    count = models.PositiveIntegerField(default=1)
    sealed = models.TextField(blank=True)
    # A keyed digest of the part as redaction left it: only from there the step can be undone.
    left_as = models.CharField(max_length=80, blank=True)
    original_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)


class ScreeningTask(models.Model):
    """存量排查: a public item in which the rules of today find something, with the day by which it is to be settled."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="screening_tasks")
    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="screening_tasks")
    rules = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    due_on = models.DateField(db_index=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(closed_at__isnull=True), name="screening_task_one_open"
            )
        ]


class PassageComment(models.Model):
    """A remark on a passage of a version; `quote` keeps the words that it is about."""

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="comments")
    quote = models.CharField(max_length=300, blank=True)
    text = models.CharField(max_length=1000)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)


class LastSeen(models.Model):
    """What of an item a person saw last, so that the difference since then can be shown."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="seen")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    title = models.CharField(max_length=300)
    body_text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="last_seen_once")]


class Presence(models.Model):
    """Who has an item open just now. Renewed while the page is open, worth nothing a minute later."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    doing = models.CharField(max_length=8, choices=[("editing", "在改"), ("looking", "在看")])
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="presence_once")]


class SidePath(models.Model):
    """Referral to the secrecy organ 提请定密, or coordination with an organ concerned 协调 (条例第十一条、第十七条)."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="side_paths")
    kind = models.CharField(
        max_length=12, choices=[("refer", "报保密行政管理部门确定"), ("coordinate", "与有关机关协商")]
    )
    organ = models.CharField("对方机关", max_length=200)
    letter_no = models.CharField("函号", max_length=120, blank=True)
    question = models.CharField("要确定的事", max_length=1000)
    sent_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    result = models.CharField(
        max_length=16,
        blank=True,
        choices=[
            ("not_secret", "不属国家秘密"),
            ("secret", "属国家秘密"),
            ("consent", "同意公开"),
            ("objection", "不同意公开"),
            ("upper_decides", "报上级决定公开"),
        ],
    )
    answer = models.CharField(max_length=1000, blank=True)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)


class DutyReference(models.Model):
    """A duty met by an upper organ's item: shown in place, counted once, follows its source."""

    duty = models.ForeignKey("catalogue.Duty", models.CASCADE, related_name="references")
    item = models.ForeignKey(Item, models.PROTECT, related_name="references")
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "item"], name="duty_reference_once")]


class ImportBatch(models.Model):
    """One run of an import; all of it can be undone together."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    map_name = models.CharField(max_length=60)
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)


class ImportUpdate(models.Model):
    """What a batch changed of an item that stood here before, with all that sets it back."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="updates")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    version = models.OneToOneField(ItemVersion, models.CASCADE, related_name="+")
    former = models.ForeignKey(ItemVersion, models.CASCADE, related_name="+")
    # The item's columns as they were, dates in ISO form.
    before = models.JSONField()


class ImportColumns(models.Model):
    """Which heading somebody of a unit said is which of our columns; offered for the same headings again."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    header_key = models.CharField(max_length=80)
    columns = models.JSONField()
    kind = models.CharField(max_length=32)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "header_key"], name="import_columns_once"),
        ]


class Delivery(models.Model):
    """An item handed over to archive, library or reading point (条例第二十五条)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="deliveries")
    point = models.ForeignKey("units.ReadingPoint", models.PROTECT, related_name="+")
    due_on = models.DateField()
    delivered_on = models.DateField(null=True, blank=True)
    receipt_no = models.CharField("签收单号", max_length=60, blank=True)
    receiver = models.CharField("签收人", max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "point"], name="delivery_once")]
