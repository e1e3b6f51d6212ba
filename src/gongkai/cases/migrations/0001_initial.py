"""What people send in: cases, their events, clocks, letters, messages, answers, and what helps with them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("disclosure", "0005_imports"),
        ("files", "0003_privacy"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GuessCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                ("since", models.DateTimeField()),
                ("count", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("natural", "自然人"),
                            ("enterprise", "商业企业"),
                            ("research", "科研机构"),
                            ("welfare", "社会公益组织"),
                            ("legal_service", "法律服务机构"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="申请人类型",
                    ),
                ),
                ("sealed", models.TextField(blank=True)),
                ("shown_as", models.CharField(blank=True, max_length=60, verbose_name="遮盖后的姓名")),
                ("identity_index", models.CharField(blank=True, db_index=True, max_length=80)),
                ("contact_index", models.CharField(blank=True, db_index=True, max_length=80)),
                ("created_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TopicWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(unique=True)),
                ("letters", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CaseBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("file_name", models.CharField(max_length=255)),
                ("map_name", models.CharField(max_length=60)),
                ("counts", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32, verbose_name="种类")),
                ("state", models.CharField(max_length=24)),
                ("outcome", models.CharField(blank=True, max_length=40, verbose_name="办理结果")),
                (
                    "number",
                    models.CharField(blank=True, max_length=60, null=True, unique=True, verbose_name="编号"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("values", models.JSONField(default=dict)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "网上"),
                            ("counter", "当面"),
                            ("signed_mail", "挂号信、快递"),
                            ("plain_mail", "平信"),
                            ("fax", "传真"),
                            ("email", "电子邮件"),
                            ("phone", "电话"),
                            ("internal", "内部"),
                        ],
                        max_length=16,
                        verbose_name="渠道",
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="到达时间")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="收到日期")),
                ("term", models.CharField(blank=True, max_length=40)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="办理期限")),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("due_provisional", models.BooleanField(default=False)),
                ("paused", models.BooleanField(default=False, verbose_name="暂停计时")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                ("secret_digest", models.CharField(blank=True, max_length=80)),
                ("source_key", models.CharField(blank=True, db_index=True, max_length=80)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_ground", models.CharField(blank=True, max_length=40)),
                (
                    "satisfaction",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="满意度"),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related",
                        to="cases.case",
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned_cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="disclosure.item",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="cases.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="units.unit",
                        verbose_name="承办单位",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.casebatch",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=40)),
                ("from_state", models.CharField(max_length=24)),
                ("to_state", models.CharField(max_length=24)),
                ("on", models.DateField(verbose_name="事实日期")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("by_label", models.CharField(max_length=80)),
                ("values", models.JSONField(default=dict)),
                ("mended_on", models.DateField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("sent_in", "来件"),
                            ("identity", "身份证明"),
                            ("issued", "答复附件"),
                            ("internal", "内部"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=32, unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="cases.case"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="cases.caseevent",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseItemLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[("clarifies", "澄清、回应"), ("proactive", "改为主动公开")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="item_links",
                        to="cases.case",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_links",
                        to="disclosure.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("template", models.CharField(max_length=40)),
                ("number", models.CharField(max_length=80, unique=True, verbose_name="文号")),
                ("addressee", models.CharField(blank=True, max_length=200)),
                ("issued_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("later", "打开时生成"),
                            ("making", "正在生成"),
                            ("ready", "可下载"),
                            ("failed", "没有生成"),
                        ],
                        default="making",
                        max_length=8,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("key", models.CharField(max_length=32, unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="cases.case"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter",
                        to="cases.caseevent",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseOwner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_index", models.CharField(db_index=True, max_length=80)),
                ("sealed", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="owner", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CasePresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("doing", models.CharField(choices=[("editing", "在办"), ("looking", "在看")], max_length=8)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CoHandling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=1000)),
                ("asked_at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="co_handling",
                        to="cases.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DataWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=32)),
                ("sealed", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待办"), ("done", "已改"), ("refused", "没有改")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="data_wishes",
                        to="cases.case",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DueChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.DateField()),
                ("after", models.DateField()),
                ("why", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="due_changes",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("organisation", models.CharField(max_length=120, verbose_name="单位、职务")),
                ("fields", models.CharField(max_length=200, verbose_name="熟悉的领域")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FactChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("refused", models.BooleanField(default=False)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="cases.caseevent",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FoundCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=32)),
                (
                    "what",
                    models.CharField(
                        choices=[("shown", "提示过"), ("opened", "点开看过"), ("enough", "看了就不用写了")],
                        max_length=8,
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "kind", "what"), name="found_count_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="KnowledgeArticle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("tags", models.CharField(blank=True, max_length=200, verbose_name="别的说法")),
                ("valid_until", models.DateField(verbose_name="有效期到")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "电子邮件"), ("sms", "短信"), ("inbox", "站内")], max_length=8
                    ),
                ),
                ("sealed_to", models.TextField(blank=True)),
                ("shown_to", models.CharField(blank=True, max_length=120)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("once", models.CharField(max_length=120, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发送"),
                            ("sending", "正在发送"),
                            ("sent", "已发送"),
                            ("failed", "没有发出"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="cases.case",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PublicAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "准备公开"),
                            ("public", "已公开"),
                            ("withdrawn", "已撤下"),
                            ("hidden", "已隐藏"),
                        ],
                        default="preparing",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("question", models.TextField()),
                ("answer", models.TextField()),
                ("received_on", models.DateField(blank=True, null=True)),
                ("answered_on", models.DateField()),
                ("is_faq", models.BooleanField(default=False, verbose_name="常见问题")),
                ("office_reason", models.CharField(blank=True, max_length=300)),
                ("screened_with", models.CharField(blank=True, max_length=40)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("prepared_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300)),
                ("hidden_on", models.DateField(blank=True, null=True)),
                ("hidden_ground", models.CharField(blank=True, max_length=40)),
                ("hidden_article", models.CharField(blank=True, max_length=120)),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="public_answer",
                        to="cases.case",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=10)),
                ("detector", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=60)),
                ("excerpt", models.CharField(max_length=300)),
                ("advice", models.CharField(blank=True, max_length=300)),
                ("action", models.CharField(max_length=8)),
                ("fingerprint", models.CharField(max_length=80)),
                ("is_own", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待处理"),
                            ("masked", "已遮盖"),
                            ("dismissed", "不是问题"),
                            ("mended", "已不在文中"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("found_at", models.DateTimeField()),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="cases.publicanswer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RetentionPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32, unique=True)),
                ("months", models.PositiveSmallIntegerField()),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SideTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=40)),
                ("started_on", models.DateField()),
                ("due_on", models.DateField()),
                ("due_provisional", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "未完成"),
                            ("met", "按时"),
                            ("late", "逾期"),
                            ("dropped", "不再需要"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="side_terms",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HotTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveSmallIntegerField()),
                ("words", models.JSONField(default=list)),
                ("count", models.PositiveIntegerField()),
                ("before", models.JSONField(default=list)),
                ("case_ids", models.JSONField(default=list)),
                ("samples", models.JSONField(default=list)),
                (
                    "week",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topics",
                        to="cases.topicweek",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccountabilityEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("interview", "约谈"), ("circular", "通报")], max_length=10),
                ),
                ("term", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accountability",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "term"), name="accountability_once")],
            },
        ),
        migrations.CreateModel(
            name="CaseCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "mark", "year"), name="case_counter_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=40)),
                ("values", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="cases.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "act", "user"), name="case_draft_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.UniqueConstraint(fields=("case", "no"), name="case_event_no_once"),
        ),
        migrations.AddConstraint(
            model_name="caseitemlink",
            constraint=models.UniqueConstraint(
                fields=("case", "item", "relation"), name="case_item_link_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="casepresence",
            constraint=models.UniqueConstraint(fields=("case", "user"), name="case_presence_once"),
        ),
        migrations.AddIndex(
            model_name="datawish",
            index=models.Index(fields=["state", "case"], name="data_wish_open"),
        ),
        migrations.AddIndex(
            model_name="knowledgearticle",
            index=models.Index(fields=["ended_at", "valid_until"], name="cases_knowl_ended_a_bb3dcc_idx"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["state", "next_at"], name="cases_notic_state_95451b_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["unit", "state", "due_on"], name="cases_case_unit_id_129a33_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "state", "due_on"], name="cases_case_kind_c1ecf2_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["closed_at", "due_on", "id"], name="cases_case_closed__596501_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["assignee", "closed_at"], name="cases_case_assigne_0785a0_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "-submitted_at"], name="cases_case_kind_7cd8d3_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "-published_at"], name="cases_case_kind_c6e420_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["party"], name="cases_case_party_i_edf154_idx"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "closed_at", "due_on", "id"], name="case_closed_of_kind"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["unit", "closed_at", "due_on", "id"], name="case_closed_of_unit"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["submitted_at", "id"], name="case_by_arrival"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["title", "number"], name="case_words"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("hidden_at__isnull", True), ("published_at__isnull", False)),
                fields=["kind", "unit"],
                name="case_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("unit", "kind", "source_key"),
                name="case_source_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="case_merged_into_other",
            ),
        ),
        migrations.AddIndex(
            model_name="publicanswer",
            index=models.Index(fields=["state", "-published_at", "-id"], name="answer_public_newest"),
        ),
        migrations.AddIndex(
            model_name="publicanswer",
            index=models.Index(fields=["state", "screened_with"], name="answer_to_rescan"),
        ),
        migrations.AddConstraint(
            model_name="publicanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "public"), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="answer_public_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "hidden"), _negated=True),
                    models.Q(models.Q(("hidden_ground", ""), _negated=True), ("hidden_on__isnull", False)),
                    _connector="OR",
                ),
                name="answer_hidden_on_a_ground",
            ),
        ),
        migrations.AddIndex(
            model_name="answerfinding",
            index=models.Index(fields=["answer", "state"], name="cases_answe_answer__a85e04_idx"),
        ),
        migrations.AddIndex(
            model_name="sideterm",
            index=models.Index(fields=["state", "due_on"], name="cases_sidet_state_764aec_idx"),
        ),
        migrations.AddConstraint(
            model_name="hottopic",
            constraint=models.UniqueConstraint(fields=("week", "no"), name="hot_topic_no_once"),
        ),
    ]
