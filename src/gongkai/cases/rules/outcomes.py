"""How an application for information can end: 条例第三十六条至第三十九条, and its one row of the annual report's table 2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from gongkai.documents.outcomes import OGI
from gongkai.documents.outcomes import OUTCOMES as WRITTEN

Remedy = Literal["reconsider_first", "either"]

# The detail rows 三(一) to 三(六) of table 2; totals are sums and no outcome counts in them directly.
DETAIL_ROWS: dict[str, str] = {
    "results.granted": "予以公开",
    "results.partial": "部分公开",
    "denied.state_secret": "不予公开·属于国家秘密",
    "denied.law_forbidden": "不予公开·其他法律行政法规禁止公开",
    "denied.security_stability": "不予公开·危及“三安全一稳定”",
    "denied.third_party": "不予公开·保护第三方合法权益",
    "denied.internal_affairs": "不予公开·属于三类内部事务信息",
    "denied.process_info": "不予公开·属于四类过程性信息",
    "denied.enforcement_file": "不予公开·属于行政执法案卷",
    "denied.admin_query": "不予公开·属于行政查询事项",
    "unable.not_held": "无法提供·本机关不掌握相关政府信息",
    "unable.needs_creation": "无法提供·没有现成信息需要另行制作",
    "unable.still_unclear": "无法提供·补正后申请内容仍不明确",
    "not_processed.complaint": "不予处理·信访举报投诉类申请",
    "not_processed.duplicate": "不予处理·重复申请",
    "not_processed.publication": "不予处理·要求提供公开出版物",
    "not_processed.excessive": "不予处理·无正当理由大量反复申请",
    "not_processed.confirm_reissue": "不予处理·要求行政机关确认或重新出具已获取信息",
    "other.correction_overdue": "其他处理·申请人无正当理由逾期不补正、不再处理",
    "other.fee_overdue": "其他处理·申请人逾期未按收费通知要求缴费、不再处理",
    "other.misc": "其他处理·其他",
}


@dataclass(frozen=True)
class Outcome:
    """One way in which an application ends.

    `counts_as` is the row of table 2, `sentence` the decision in one plain sentence for the applicant.
    `remedy`: whether reconsideration comes before a lawsuit, told only where the law of the day says so
    (remedies.py). `disputed`: practice is not agreed on it; the paragraph can be set per outcome.
    """

    code: str
    label: str
    counts_as: str
    sentence: str
    remedy: Remedy = "either"
    disputed: bool = False

    @property
    def document(self) -> str:
        """The wording of the reply (documents/outcomes.py): the row's, save where several outcomes count in one row."""
        apart = {"not_ours": "unable.not_ours", "granted": "granted", "already_public": "already_public"}
        return apart.get(self.code) or {"results.partial": "partial"}.get(self.counts_as, self.counts_as)

    @property
    def article(self) -> str:
        """The articles as the reply quotes them, 条例 for short; what has none of its own is counted by the report's format."""
        grounds = WRITTEN[self.document].grounds if self.document in WRITTEN else ()
        return "；".join(ground.replace(OGI, "条例") for ground in grounds) or "政府信息公开工作年度报告格式"


def _denied(code: str, label: str, why: str) -> Outcome:
    return Outcome(
        code=code,
        label=f"不予公开（{label}）",
        counts_as=f"denied.{code}",
        sentence=f"您申请的信息{why}，不予公开。",
        remedy="reconsider_first",
    )


def _other(code: str, label: str, row: str, sentence: str, *, disputed: bool = True) -> Outcome:
    # Whether reconsideration comes first for "not held", "can't provide", "not processed" is disputed.
    return Outcome(code, label, row, sentence, "either", disputed)


OUTCOMES: tuple[Outcome, ...] = (
    Outcome(
        "granted",
        "予以公开",
        "results.granted",
        "您申请的信息可以公开，现在提供给您。",
    ),
    Outcome(
        "already_public",
        "已主动公开",
        "results.granted",
        "您申请的信息已经公开，下面写明在哪里可以看到。",
    ),
    Outcome(
        "partial",
        "部分公开",
        "results.partial",
        "您申请的信息一部分可以公开，现在提供给您；其余部分不能公开，理由写在下面。",
        # The withheld part is a refusal; telling the longer way costs the applicant no right.
        "reconsider_first",
        disputed=True,
    ),
    _denied("state_secret", "国家秘密", "依法确定为国家秘密"),
    _denied(
        "law_forbidden",
        "法律、行政法规禁止公开",
        "属于法律、行政法规禁止公开的信息",
    ),
    _denied(
        "security_stability",
        "危及国家安全、公共安全、经济安全、社会稳定",
        "公开后可能危及国家安全、公共安全、经济安全或者社会稳定",
    ),
    _denied(
        "third_party",
        "保护第三方合法权益",
        "涉及他人的商业秘密或者个人隐私，公开会损害他人的合法权益",
    ),
    _denied(
        "internal_affairs",
        "内部事务信息",
        "属于人事管理、后勤管理、内部工作流程方面的内部事务信息",
    ),
    _denied(
        "process_info",
        "过程性信息",
        "属于讨论记录、过程稿、磋商信函、请示报告一类的过程性信息",
    ),
    _denied(
        "enforcement_file",
        "行政执法案卷",
        "属于行政执法案卷信息",
    ),
    Outcome(
        "admin_query",
        "行政查询事项",
        "denied.admin_query",
        "您申请的信息另有法律、行政法规规定的查询办法，下面写明到哪里、怎样查询。",
        # Counted under 不予公开 in the report, though the reply only names the other way.
        "reconsider_first",
        disputed=True,
    ),
    _other(
        "not_held",
        "信息不存在",
        "unable.not_held",
        "我们经过检索，没有找到您申请的信息，该信息不存在。",
    ),
    _other(
        "not_ours",
        "不属于本机关负责公开",
        "unable.not_held",
        "您申请的信息不由我们负责公开；能够确定由谁负责的，名称和联系方式写在下面。",
    ),
    _other(
        "needs_creation",
        "需要另行制作",
        "unable.needs_creation",
        "您申请的信息没有现成的，需要另外加工、分析才能形成，不予提供。",
    ),
    _other(
        "still_unclear",
        "补正后仍不明确",
        "unable.still_unclear",
        "经过补正，仍不能确定您要的是哪些信息，无法提供。",
    ),
    _other(
        "complaint",
        "信访、投诉、举报类申请",
        "not_processed.complaint",
        "您提出的是信访、投诉或者举报事项，不作为政府信息公开申请处理；可以走的渠道写在下面。",
    ),
    _other(
        "duplicate",
        "重复申请",
        "not_processed.duplicate",
        "您申请的信息以前已经答复过您，这次不重复处理。",
    ),
    _other(
        "publication",
        "公开出版物",
        "not_processed.publication",
        "您要的是公开出版的公报、报刊或者书籍，下面写明获取的途径。",
    ),
    _other(
        "excessive",
        "无正当理由大量反复申请",
        "not_processed.excessive",
        "您申请的数量、频次明显超过合理范围，所说的理由不合理，不予处理。",
    ),
    _other(
        "confirm_reissue",
        "要求确认或者重新出具",
        "not_processed.confirm_reissue",
        "您要我们确认或者重新出具已经取得的信息，不予处理。",
    ),
    _other(
        "correction_overdue",
        "逾期不补正",
        "other.correction_overdue",
        "到补正期限的最后一天没有收到您的补正，视为放弃申请，不再处理；以后可以重新申请。",
    ),
    _other(
        "fee_overdue",
        "逾期未缴费",
        "other.fee_overdue",
        "到缴费期限的最后一天没有收到信息处理费，视为放弃申请，不再处理；以后可以重新申请。",
    ),
    _other(
        "withdrawn",
        "申请人撤回",
        "other.misc",
        "您撤回了申请，我们不再处理。",
        disputed=False,
    ),
    _other(
        "other",
        "其他处理",
        "other.misc",
        "您的申请按其他情形处理，理由写在下面。",
    ),
)
BY_CODE: dict[str, Outcome] = {outcome.code: outcome for outcome in OUTCOMES}


def table_faults(outcomes: Iterable[Outcome] = OUTCOMES, rows: Mapping[str, str] = DETAIL_ROWS) -> list[str]:
    """What is wrong with the table of outcomes: a row that nothing counts in, an outcome outside. Empty when sound."""
    table = list(outcomes)
    found: list[str] = []
    seen: set[str] = set()
    for outcome in table:
        if outcome.code in seen:
            found.append(f"{outcome.code} 声明了两次")
        seen.add(outcome.code)
        if outcome.counts_as not in rows:
            found.append(f"{outcome.code} 计入的行 {outcome.counts_as} 不在年报表2里")
        if not (outcome.label and outcome.sentence):
            found.append(f"{outcome.code} 缺名称或者一句话的答复")
        if outcome.counts_as in rows and outcome.document not in WRITTEN:
            found.append(f"{outcome.code} 没有答复书的写法")
    counted = {outcome.counts_as for outcome in table}
    found += [f"年报表2的行 {row} 没有答复类型计入" for row in rows if row not in counted]
    return found
