"""The limits of what an office may set, and the forms of masks in words. Plain Python."""

from __future__ import annotations

import re

LIST_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
LIST_CODE_WORDS = "编码用小写字母开头，只用小写字母、数字和短横，最多 40 个字。"
FORM_LABELS = {
    "": "按种类的习惯",
    "id": "留前四位和后四位",
    "id_ends": "留第一位和最后一位",
    "mobile": "留前三位和后四位",
    "landline": "遮后四位",
    "last4": "只留后四位",
    "first2": "只留前两位",
    "first1_last2": "留第一位和后两位",
    "name": "留姓，名用星号",
    "anonymous": "写成某某",
    "email": "留第一个字和网站",
    "plate": "留省份、发牌机关和最后一位",
    "street": "地址到街道、村为止",
    "year": "只留年份",
    "all": "全部用星号",
    "gone": "什么都不留",
}
"""Names of masks.FORMS in words; the empty one is that of the kind."""

MAX_TASK_DAYS = 60
MAX_WORDS = 20_000
