"""主动公开: what was published, how fast, how fully, and whether it was explained and handed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from gongkai.clocks.queries import calendar, term
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Attachment, Delivery, Item
from gongkai.disclosure.queries.delivering import last_day_overdue
from gongkai.figures.declaring import Dimension, Figure, Judged, Middle, Reading, Scope, Share
from gongkai.figures.queries import documents
from gongkai.figures.queries.case_courses import begins
from gongkai.figures.queries.declared import _cuts
from gongkai.figures.rules.periods import ONE_DAY
from gongkai.units.models import ReadingPoint

_SHAPE: dict[str, Any] = {"source": "item"}
_ITEM_CUTS = (_cuts.UNIT, _cuts.ITEM_KIND, _cuts.TOPIC, _cuts.STAGE, _cuts.month_of("published_on"))
_CITED = "条例第十九条至第二十一条"
_PLACES = {str(code): str(words) for code, words in ReadingPoint._meta.get_field("place").choices or ()}


_EVER = date(1949, 10, 1)


def standing(scope: Scope, since: date = _EVER) -> QuerySet[Item]:
    """Published by the end of the period and not withdrawn by then: as the facts stood, not as they stand."""
    rows = Item.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=begins(scope.period.after)),
        published_on__lte=scope.as_of,
        published_on__gte=since,  # one range is read off the index: not where a bound is missing or given twice
    )
    return scope.of_units(rows)


def published(scope: Scope) -> QuerySet[Item]:
    return standing(scope, since=scope.period.first)


def _of_now(scope: Scope) -> QuerySet[Item]:
    """Without what was taken over from a former site: its days are another system's."""
    return published(scope).filter(is_historical=False)


def _with_term(scope: Scope) -> QuerySet[Item]:
    return _of_now(scope).filter(due_on__isnull=False)


def _dated(scope: Scope) -> QuerySet[Item]:
    return _of_now(scope).filter(signed_on__isnull=False, signed_on__lte=F("published_on"))


_FILES = tuple(code for code, kind in ITEM_KINDS.items() if kind.asks_doc_no)


def _files(scope: Scope) -> QuerySet[Item]:
    return published(scope).filter(Q(kind__in=_FILES) | ~Q(doc_no=""))


def _in_full(scope: Scope) -> Q:
    attached = Attachment.objects.filter(version=OuterRef("public_version"))
    text = ~Q(public_version__body_text="") | ~Q(public_version__body_html="")
    return Q(public_version__isnull=False) & (text | Q(Exists(attached)))


def _to_deliver(scope: Scope) -> QuerySet[Item]:
    """Whose term to be handed over has ended by the last day, or that were handed over before."""
    overdue = last_day_overdue(scope.as_of + ONE_DAY)
    handed = Delivery.objects.filter(item=OuterRef("pk"), delivered_on__lte=scope.as_of)
    return _of_now(scope).filter(Q(published_on__lte=overdue) | Q(Exists(handed)))


def _delivered(scope: Scope) -> Q:
    in_time = Delivery.objects.filter(item=OuterRef("pk"), delivered_on__lte=F("due_on"))
    return Q(Exists(in_time.filter(delivered_on__lte=scope.as_of)))


_EXPLAINED = tuple(code for code, kind in ITEM_KINDS.items() if kind.wants_interpretation)


def _explained(scope: Scope, reading: Reading) -> Iterator[Judged]:
    """Documents published in the period that ask for an interpretation, whose term has ended or that have one.

    The term counts in working days from the document's publication (国办发〔2016〕80号).
    """
    work = calendar()
    first = Min(
        "links_in__source__published_on",
        filter=Q(links_in__relation="interprets", links_in__source__published_on__lte=scope.as_of),
    )
    rows = _of_now(scope).filter(kind__in=_EXPLAINED).annotate(first=first).order_by("id")
    due: dict[Any, Any] = {}
    for pk, unit_id, kind, on, explained_on in rows.values_list(
        "id", "unit_id", "kind", "published_on", "first"
    ):
        if on is None:
            continue
        if on not in due:
            limit = term("interpretation.publish", on)
            due[on] = work.add_working_days(on, limit.length if limit else 3).on
        if explained_on is None and scope.as_of <= due[on]:
            continue
        in_time = explained_on is not None and explained_on <= due[on]
        yield Judged(pk, unit_id, in_time, falls={"kind": kind, "month": f"{on:%Y-%m}"})


def _handed_over(scope: Scope) -> QuerySet[Delivery]:
    """Texts that came to an archive, a library or a reading point in the period; one item at two places is two."""
    rows = Delivery.objects.filter(delivered_on__gte=scope.period.first, delivered_on__lte=scope.as_of)
    return scope.of_units(rows, "item__unit_id")


def _items_handed_over(scope: Scope) -> QuerySet[Item]:
    return Item.objects.filter(id__in=_handed_over(scope).values("item_id"))


def _kept(scope: Scope) -> QuerySet[Item]:
    first, after = begins(scope.period.first), begins(scope.period.after)
    rows = Item.objects.filter(
        reviews__outcome="kept", reviews__closed_at__gte=first, reviews__closed_at__lt=after
    )
    return scope.of_units(rows)


def _document(name: str) -> Any:
    def rows(scope: Scope) -> QuerySet[Item]:
        return documents.documents(scope.period, scope.unit_ids).filter(documents.COLUMNS[name](scope.period))

    return rows


_DOCUMENT_WORDS = {
    "made": (
        "本年制发的行政规范性文件",
        "成文日期在统计期内的行政规范性文件，期末以后才公开的也算在成文那年。",
        False,
    ),
    "repealed": (
        "本年废止的行政规范性文件",
        "统计期内废止、宣布失效的，和有效期在统计期内届满的；没有写明日期的不计。",
        False,
    ),
    "valid": ("现行有效的行政规范性文件", "期末那天有效的行政规范性文件：没有废止，没有过有效期。", True),
}


FIGURES = (
    Figure(
        "item.published", "公开信息", "条", "统计期内发布、期末没有撤回的信息；更正不重复计数，引用上级的不计。",
        _CITED, records=published, dimensions=_ITEM_CUTS, position=10, **_SHAPE,
    ),
    Figure(
        "item.public_total", "累计公开信息", "条", "期末那天公众可以看到的信息。",
        _CITED, records=standing, dimensions=_ITEM_CUTS[:-1], stock=True, position=11, **_SHAPE,
    ),
    Figure(
        "item.on_time_rate", "按时公开率", "%",
        "统计期内公开的信息里，公开日期不晚于法定期限的占多少。等定密结果、与有关机关协商的日子不算。",
        "条例第二十六条", aggregate=Share(lambda scope: Q(published_on__lte=F("due_on"))), records=_with_term,
        dimensions=_ITEM_CUTS, position=12, **_SHAPE,
    ),
    Figure(
        "item.days_to_publish", "从成文到公开的天数（中位数）", "天",
        "统计期内公开、有成文日期的信息，从成文到公开过了几个自然日，取中位数；原系统带来的历史信息不计。",
        "条例第二十六条", aggregate=Middle(days=("signed_on", "published_on")), records=_dated,
        dimensions=_ITEM_CUTS, lower_is_better=True, places=1, position=13, **_SHAPE,
    ),
    Figure(
        "item.full_text_rate", "全文电子化率", "%",
        "统计期内公开的、有文号的文件里，网上能看到全文（正文或者附件）的占多少。",
        "国办发〔2014〕32号 政府信息公开情况统计表", aggregate=Share(_in_full), records=_files,
        dimensions=_ITEM_CUTS, position=14, **_SHAPE,
    ),
    Figure(
        "item.delivery_rate", "文本及时送交率", "%",
        "统计期内公开的信息里，在期限内送到档案馆、图书馆或者查阅点的占多少；期限还没到又没有送的不计。",
        "条例第二十五条", aggregate=Share(_delivered), records=_to_deliver, dimensions=_ITEM_CUTS, position=15, **_SHAPE,
    ),
    Figure(
        "item.handed_over", "送交查阅点的信息", "条",
        "统计期内文本送到档案馆、图书馆或者别的查阅点的信息，送到几处都算一条；以哪天签收为准，与哪天公开无关。",
        "条例第二十五条", records=_items_handed_over, dimensions=_ITEM_CUTS[:-1], position=15, **_SHAPE,
    ),
    Figure(
        "item.texts_handed_over", "送交查阅点的文本", "份",
        "统计期内送到档案馆、图书馆或者别的查阅点的文本，一条信息送到两处算两份。",
        "条例第二十五条", records=_handed_over, record_id="item_id", unit_column="item__unit_id",
        dimensions=(
            _cuts.UNIT, Dimension("place", "送到哪里", "point__place", _cuts.of(_PLACES)), _cuts.month_of("delivered_on"),
        ),
        position=15, **_SHAPE,
    ),
    Figure(
        "item.interpretation_rate", "解读及时率", "%",
        "统计期内公开的、应当解读的文件里，在期限内公开了解读材料的占多少；期限还没到又没有解读的不计。",
        "国办发〔2016〕80号", aggregate=Share(), judge=_explained,
        dimensions=(_cuts.UNIT, _cuts.ITEM_KIND, _cuts.MONTH), position=16, **_SHAPE,
    ),
    Figure(
        "item.withheld", "审定不主动公开的信息", "条", "统计期内经审核定为依申请公开或者不予公开、存档备查的信息。",
        "条例第十四条至第十六条、第十九条", records=_kept,
        dimensions=(_cuts.UNIT, _cuts.ITEM_KIND, _cuts.TOPIC), public=False, position=17, **_SHAPE,
    ),
    *(
        Figure(
            f"disclosure.normative_documents.{name}", label, "件", words, "条例第二十条第（一）项",
            records=_document(name), dimensions=(_cuts.UNIT, _cuts.TOPIC), stock=stock, position=20, **_SHAPE,
        )
        for name, (label, words, stock) in _DOCUMENT_WORDS.items()
    ),
)  # fmt: skip
