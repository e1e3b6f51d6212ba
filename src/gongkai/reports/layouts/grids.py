"""Tables 2 and 3: what the forms of 2019 and of 2021 have in common."""

from __future__ import annotations

from gongkai.reports.layouts.shapes import Column, Row, Table

_LEGAL = ("申请人情况", "法人或其他组织")

APPLICANTS = (
    Column("natural_person", "自然人", ("申请人情况",)),
    Column("commercial", "商业企业", _LEGAL),
    Column("research", "科研机构", _LEGAL),
    Column("social_welfare", "社会公益组织", _LEGAL),
    Column("legal_service", "法律服务机构", _LEGAL),
    Column("other", "其他", _LEGAL),
    Column("total", "总计", ("申请人情况",), is_sum=True),
)

_RESULTS = "三、本年度办理结果"
_DENIED = (_RESULTS, "（三）不予公开")
_UNABLE = (_RESULTS, "（四）无法提供")
_NOT_PROCESSED = (_RESULTS, "（五）不予处理")

INTAKE = (
    Row("new_received", "本年新收政府信息公开申请数量", mark="一、"),
    Row(
        "carried_over",
        "上年结转政府信息公开申请数量",
        mark="二、",
        meaning="等于上年报告的“结转下年度继续办理”",
    ),
)

RESULTS = (
    Row("results.granted", "予以公开", (_RESULTS,), "（一）"),
    Row("results.partial", "部分公开（区分处理的，只计这一情形，不计其他情形）", (_RESULTS,), "（二）"),
    Row("denied.state_secret", "属于国家秘密", _DENIED, "1."),
    Row("denied.law_forbidden", "其他法律行政法规禁止公开", _DENIED, "2."),
    Row("denied.security_stability", "危及“三安全一稳定”", _DENIED, "3."),
    Row("denied.third_party", "保护第三方合法权益", _DENIED, "4."),
    Row("denied.internal_affairs", "属于三类内部事务信息", _DENIED, "5."),
    Row("denied.process_info", "属于四类过程性信息", _DENIED, "6."),
    Row("denied.enforcement_file", "属于行政执法案卷", _DENIED, "7."),
    Row("denied.admin_query", "属于行政查询事项", _DENIED, "8."),
    Row("unable.not_held", "本机关不掌握相关政府信息", _UNABLE, "1."),
    Row("unable.needs_creation", "没有现成信息需要另行制作", _UNABLE, "2."),
    Row("unable.still_unclear", "补正后申请内容仍不明确", _UNABLE, "3."),
    Row("not_processed.complaint", "信访举报投诉类申请", _NOT_PROCESSED, "1."),
    Row("not_processed.duplicate", "重复申请", _NOT_PROCESSED, "2."),
    Row("not_processed.publication", "要求提供公开出版物", _NOT_PROCESSED, "3."),
    Row("not_processed.excessive", "无正当理由大量反复申请", _NOT_PROCESSED, "4."),
    Row(
        "not_processed.confirm_reissue",
        "要求行政机关确认或重新出具已获取信息",
        _NOT_PROCESSED,
        "5.",
    ),
)

OTHER_2019 = (Row("other.misc", "其他处理", (_RESULTS,), "（六）"),)
_OTHER = (_RESULTS, "（六）其他处理")
OTHER_2021 = (
    Row(
        "other.correction_overdue",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        _OTHER,
        "1.",
    ),
    Row(
        "other.fee_overdue",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        _OTHER,
        "2.",
    ),
    Row("other.misc", "其他", _OTHER, "3.", meaning="含撤回等"),
)

CLOSING = (
    Row("results.total", "总计", (_RESULTS,), "（七）", is_sum=True),
    Row("carried_forward", "结转下年度继续办理", mark="四、"),
)

FOI_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def foi_table(other: tuple[Row, ...]) -> Table:
    return Table(
        code="foi",
        part="foi",
        section=3,
        title="收到和处理政府信息公开申请情况",
        rows=(*INTAKE, *RESULTS, *other, *CLOSING),
        columns=APPLICANTS,
        corner=FOI_NOTE,
    )


DISPUTES = Table(
    code="disputes",
    part="disputes",
    section=4,
    title="政府信息公开行政复议、行政诉讼情况",
    rows=(
        Row("review", "行政复议"),
        Row("litigation_direct", "未经复议直接起诉", ("行政诉讼",)),
        Row("litigation_after_review", "复议后起诉", ("行政诉讼",)),
    ),
    columns=(
        Column("upheld", "结果维持"),
        Column("corrected", "结果纠正"),
        Column("other", "其他结果"),
        Column("pending", "尚未审结"),
        Column("total", "总计", is_sum=True),
    ),
    corner="",
    flat=True,
)
