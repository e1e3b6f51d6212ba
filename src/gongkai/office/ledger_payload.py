"""What a row of the ledger says of its act, as labelled words instead of stored codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gongkai.components.dates import moment
from gongkai.office.ledger_values import Around, part_words, value_words

LABELS = {
    "missing": "没有报告的单位数",
    "sections": "部分",
    "cells": "哪几格",
    "template": "格式",
    "from_year": "自哪个年度起",
    "owes": "要编年度报告",
    "month": "月",
    "told": "提醒人数",
    "day": "日",
    "kept_before": "原来保存",
    "kept_for": "保存",
    "values": "内容",
    "changed": "改动条数",
    "letters": "文书",
    "files": "附件",
    "why": "为什么",
    "submitted_on": "提交日期",
    "answered_on": "答复日期",
    "source_number": "原编号",
    "cases": "来件数",
    "split_from": "拆自",
    "channel": "渠道",
    "letter": "文书号",
    "outcome": "办理结果",
    "stars": "评价",
    "agrees": "同意",
    "consent": "来信人同意公开",
    "article": "法律条文",
    "after": "更正后",
    "into": "并到、拆成",
    "of": "哪一步",
    "act": "动作", "advice": "建议", "actor_id": "账号", "actor_ids": "账号", "address": "地址", "answer": "答复内容",
    "appointment": "任职编号", "attribute": "公开属性", "audience": "公开对象", "back_on": "销假日期",
    "basis": "依据", "batch": "批次", "before": "原来的", "chars": "字数", "co_unit": "共同责任单位",
    "columns": "各列", "comment": "意见", "count": "条数", "counts": "条数", "days": "天数",
    "deputy": "B 角编号", "detector": "检查项", "digest": "摘要值", "digests": "摘要值",
    "disclosure_unit": "公开工作机构", "doc_prefix": "机关代字", "duties_ended": "同时结束的责任",
    "email": "电子邮箱", "equipment": "设备", "fax": "传真", "file_id": "文件编号", "filters": "筛选",
    "finding": "问题编号", "findings": "问题", "format": "格式", "former_owner": "原主人编号", "found": "查出", "due": "期限",
    "from": "从", "from_unit": "原单位编号", "ground": "理由", "handed_over": "移交件数", "hours": "开放时间",
    "how": "办法", "icp": "备案号", "imported": "新增", "index_no": "索引号", "item": "信息",
    "item_id": "信息编号", "items": "信息条数", "kept": "留下", "key": "文件标识", "kind": "种类",
    "kinds": "种类", "letter_no": "函号", "list": "列表", "list_code": "列表", "map": "对照表",
    "matter": "职责", "mode": "方式", "months": "月份", "name": "名称", "names": "别名", "new": "新文件",
    "nodes": "节点", "note": "说明", "office_hours": "办公时间", "on": "日期", "org_code": "机构代码",
    "organ": "对方机关", "parent": "上级", "path": "位置", "phone": "电话", "place": "类型", "places": "处数", "drawn": "手工画框",
    "point": "查阅点编号", "police": "公安备案号", "position": "次序", "postcode": "邮政编码",
    "profile": "方案", "publish_at": "定时公开", "query": "筛选条件", "question": "要回答的事", "quote": "针对",
    "read": "读到", "reason": "原因", "receipt": "签收单号", "receiver": "签收人", "records": "记录数",
    "redaction": "遮盖编号", "refused": "没收下", "relation": "关系", "replaces": "替代的摘要值",
    "reset": "由管理员重置", "restored": "恢复", "result": "结果", "revision": "改动次数", "rhythm": "节奏",
    "role": "角色", "roles": "角色", "root": "根单位", "round": "轮次", "route": "流程",
    "route_class": "信息类别", "routes": "流程数", "row": "行", "rows": "行数", "rules": "规则", "seal": "封条",
    "seconds": "用时（秒）", "short_name": "简称", "since": "从", "site_code": "网站标识码",
    "site_name": "网站名称", "size": "字节数", "source": "来源", "staff_a": "A 岗", "staff_b": "B 岗",
    "stage": "公开环节", "state": "处理", "step": "环节", "subject": "主题", "subject_id": "对象编号",
    "subject_type": "对象类型", "subjects": "主题数", "successor": "承接人编号", "successors": "承接单位",
    "target": "对方信息编号、位置", "term_length": "期限长度", "term_unit": "期限单位", "text": "内容", "to": "到",
    "to_unit": "新单位编号", "topic": "栏目", "topics": "栏目数", "trail": "经过", "treatments": "处理方式", "unchanged": "没有变",
    "unit": "单位", "unit_id": "单位编号", "unit_kind": "单位类型", "until": "到", "updated": "更新",
    "used": "启用", "uscc": "统一社会信用代码", "validity": "有效性", "version": "版次",
    "warnings": "提前几个工作日提醒", "word": "词", "years": "年份",
}  # fmt: skip

_MANY = {"names", "roles", "nodes", "years", "trail", "actor_ids", "kinds", "cells", "columns"}
_DIGESTS = {"digest", "digests", "replaces", "key"}
DIGEST_SHOWN = 16
NOTHING_AROUND = Around()


def payload_words(payload: Mapping[str, Any], around: Around = NOTHING_AROUND) -> str:
    """原因：日期写错；版次：2. What is empty is left out; a change reads 原来的→现在的."""
    pairs = [(LABELS.get(key, key), _words(key, value, around)) for key, value in payload.items()]
    return "；".join(f"{label}：{words}" for label, words in pairs if words)


def _words(key: str, value: Any, around: Around) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "、".join(f"{part_words(key, one)} {_words(key, of, around)}" for one, of in value.items())
    if isinstance(value, list):
        if len(value) == 2 and key not in _MANY:
            return "→".join(_words(key, one, around) or "（空）" for one in value)
        return "、".join(_words("" if isinstance(one, list) else key, one, around) for one in value)
    text = str(value)
    if key in _DIGESTS:
        return text if len(text) <= DIGEST_SHOWN + 4 else f"{text[: DIGEST_SHOWN + 4]}…"
    return value_words(key, text, around) or _instant(text)


def _instant(text: str) -> str:
    """An instant in the time of the country; other words as they are."""
    if len(text) < 19 or text[10:11] != "T":
        return text
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text
