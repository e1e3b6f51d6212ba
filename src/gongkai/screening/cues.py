"""Words beside a number that tell what it is, shared by the detectors of numbers."""

from __future__ import annotations

import re

from gongkai.screening.runs import CLAUSE, Piece, Run

_NUMBERED = (
    "订单号?|运单|快递单|单号|编号|序号|索引号|流水号|文号|字号|案号|备案号|备案|批号|批次号?|批文|登记号|注册号|登记证号?"
    "|许可证号?|执照号?|资质证书号?|证书编号|合同号|合同|协议号|项目代码|项目编码|标段|招标|代码|编码|条码|条形码|序列号|货号|物料号"
    "|户号|表号|税号|识别号|机构码|组织机构|图号|标准号|档案号|卷号|收据号|发票号?码?|票据号?|凭证号|宗地|地块|不动产单元号|坐标"
    "|版本号?|刊号|书号|ISBN|ISSN|设备号|工单号?|受理号|业务号|报关单号?|提单号|商品码|税则号列?|邮编|邮政编码|区划码?"
)
_PERSONAL = re.compile(
    "身份证|证件|社保|医保|个人|公民|护照|通行证|卡号|账号|帐号|账户|手机|电话|QQ|微信|车牌|联系"
)
_LABEL = re.compile(
    rf"(?:{_NUMBERED})(?:码|号码|号)?(?:[为是:：]|\s|[(（\[【“\"#No.]){{0,4}}\Z", re.IGNORECASE
)
_JOINTS = (".", "-", "_")
_MARKS = ' \t\u3000为是:：(（[【“"#No.'
_LAST = frozenset(
    "号码单案文备证照书同议段标条货户表税构图准档卷据票地块坐本刊NM工理务关提品邮编政区划批次列"
)
"""The last characters of the labels: nearly every number that has none is told from this without a search."""
_HEAD = re.compile(rf"(?:{_NUMBERED})|金额|面积|元[)）]?\Z|数量|合计|数值|坐标|经度|纬度")
_UNITS = re.compile(
    r" ?(?:[元吨人个件户亩米度%％‰]|万|亿|千[瓦克米]|平方|公[里顷斤]|kg|km|kW|美元|立方)", re.IGNORECASE
)
_UNITS_OF_BILLIONS = re.compile(r" ?(?:[元吨度%％‰]|千瓦|平方|立方|kW|美元)", re.IGNORECASE)
_BILLIONS = 11
"""Digits from which on nobody counts people, households or pieces: behind 13800138000 户主 begins, or 个人."""
_LIST_NUMBER = re.compile(r"(?:\A|[\n\t])[ \t]*[1-9][0-9]{0,2}[.-]\Z")


def numbered(run: Run, piece: Piece) -> bool:
    """Whether the piece is called a number of something that is no person: 订单号, 索引号, 编号, or counts something."""
    text = run.page.text
    if labelled(text, piece.start):
        return True
    units = _UNITS_OF_BILLIONS if len(piece.joined) >= _BILLIONS else _UNITS
    if units.match(text, piece.end):
        return True
    heading = run.page.heading(piece.start)
    return bool(heading) and bool(_HEAD.search(heading)) and not _PERSONAL.search(heading)


def labelled(text: str, start: int) -> bool:
    """Whether a label of numbered things (订单号, 索引号 …) that names no person stands just before `start`."""
    near = text[max(0, start - 16) : start].rstrip(_MARKS)
    if near[-1:] not in _LAST:
        return False
    left = CLAUSE.split(text[max(0, start - 16) : start])[-1]
    return _LABEL.search(left) is not None and not _PERSONAL.search(left)


def listed(run: Run, piece: Piece) -> bool:
    """Whether what stands before the piece is the number of its line: 1.530102…, 12-13800138000."""
    if piece.before[-1:] not in (".", "-"):
        return False
    left = run.page.folded[max(0, piece.start - 12) : piece.start]
    return _LIST_NUMBER.search(left) is not None


def part_of_longer(run: Run, piece: Piece) -> bool:
    """Whether digits continue on either side behind a dot, a hyphen or an underscore: decimals, composed numbers.

    A slash parts numbers (a mobile / a landline), so it doesn't count; nor does the number of a list.
    """
    before, after = piece.before, piece.after
    joined = before[-1:] in _JOINTS and before[-2:-1].isalnum() and before[-2:-1].isascii()
    if joined and not listed(run, piece):
        return True
    if after[:1] in _JOINTS and after[1:2].isascii() and after[1:2].isdigit():
        return not (
            after[:1] == "." and after[1:2] == "0" and not after[2:3].isdigit()
        )  # 13800000000.0 of exports
    return False


def in_link(run: Run, piece: Piece) -> bool:
    """Whether the piece is part of the path of an address on the web."""
    if piece.before[-1:] not in ("/", "_", "-", ".") and piece.after[:1] not in ("/", "_", "-", "."):
        return False
    left = run.page.folded[max(0, piece.start - 200) : piece.start]
    token = re.split(r"[^!-~]", left)[-1]
    return "://" in token or "www." in token or "href=" in token
