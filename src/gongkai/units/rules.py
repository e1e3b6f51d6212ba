"""What is always true of organisations: their kinds, levels and the acts that change them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.text.names import uscc_problem


@dataclass(frozen=True)
class UnitKind:
    """A kind of organisation: `level` is county, town or village; `reports` says who owes an annual report (条例第四十九条).

    `sums_up`: its report is the government's own, the sum of all its units (第四十九条第二款).
    """

    code: str
    label: str
    level: str
    discloses: bool = True
    reports: bool = True
    sums_up: bool = False


UNIT_KINDS: dict[str, UnitKind] = {
    k.code: k
    for k in (
        UnitKind("city_government", "市人民政府", "city", sums_up=True),
        UnitKind("county_government", "县级人民政府", "county", sums_up=True),
        UnitKind("office", "政府办公室", "county"),
        UnitKind("department", "政府部门", "county"),
        UnitKind("town", "乡镇、街道", "town"),
        UnitKind("village", "村、社区", "village", reports=False),
        UnitKind("park", "园区管委会", "county"),
        UnitKind("enterprise", "公共企业", "county", reports=False),  # 条例第五十五条
        UnitKind("institution", "公共事业单位", "county", reports=False),  # 条例第五十五条
    )
}
UNIT_KIND_CHOICES = [(k.code, k.label) for k in UNIT_KINDS.values()]

ACT_LABELS = {
    "found": "设立",
    "rename": "更名",
    "merge": "合并",
    "split": "分设",
    "move": "划转",
    "close": "撤销",
}


@dataclass(frozen=True)
class Span:
    """A value that holds from `from_on` until the day before `to_on` (None: still)."""

    value: object
    from_on: date
    to_on: date | None


def holding_on(spans: Iterable[Span], day: date) -> Span | None:
    """The span that holds on `day`, None when none does."""
    for span in spans:
        if span.from_on <= day and (span.to_on is None or day < span.to_on):
            return span
    return None


def path_of(parent_path: str, unit_id: int) -> str:
    """The materialised path "/1/5/17/": every ancestor's id, then the unit's own."""
    return f"{parent_path or '/'}{unit_id}/"


def ids_in_path(path: str) -> tuple[int, ...]:
    return tuple(int(part) for part in path.split("/") if part)


MAX_DEPTH = 12  # levels of the tree; the path column holds them with room
CONTACTS: dict[str, tuple[str, int]] = {
    "address": ("办公地址", 200),
    "office_hours": ("办公时间", 200),
    "phone": ("联系电话", 60),
    "fax": ("传真", 60),
    "postcode": ("邮政编码", 10),
    "email": ("电子邮箱", 254),
    "disclosure_unit": ("公开工作机构", 120),
}
_LABELS: dict[str, tuple[str, int]] = {
    "code": ("单位编码", 40),
    "name": ("名称", 120),
    "short_name": ("简称", 40),
    "uscc": ("统一社会信用代码", 18),
    "org_code": ("索引号用机构代码", 18),
    "doc_prefix": ("机关代字", 20),
    **CONTACTS,
}
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True)
class NewUnit:
    """What is told of a unit when it is founded.

    `parent_code` is empty for the root alone. An empty `org_code` is taken from characters 9 to 17 of the credit
    code (the organisation code within it), else from `code`.
    """

    code: str
    name: str
    kind: str
    parent_code: str = ""
    opened_on: date | None = None
    short_name: str = ""
    uscc: str = ""
    org_code: str = ""
    doc_prefix: str = ""
    address: str = ""
    office_hours: str = ""
    phone: str = ""
    fax: str = ""
    postcode: str = ""
    email: str = ""
    disclosure_unit: str = ""
    position: int = 0
    aliases: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()

    @property
    def index_code(self) -> str:
        return self.org_code or self.uscc[8:17] or self.code


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, in words for the person who filled it in."""

    field: str
    rule: str
    message: str


def folded(text: str) -> str:
    """A name as it is compared: width, brackets, case and blanks don't tell names apart."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def has_hidden_characters(text: str) -> bool:
    """Control and direction marks: they make two names look alike or turn the reading direction."""
    return any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for char in text)


def text_problems(values: dict[str, str]) -> list[Problem]:
    """Length, hidden characters and form of the fields that are told."""
    found: list[Problem] = []
    for field, value in values.items():
        label, limit = _LABELS[field]
        if len(value) > limit:
            found.append(Problem(field, "too_long", f"{label}最多{limit}字，现在是{len(value)}字。"))
        if has_hidden_characters(value):
            found.append(
                Problem(field, "hidden_characters", f"{label}里有看不见的控制字符，删去后重新填写。")
            )
    if values.get("email") and not _EMAIL.fullmatch(values["email"]):
        found.append(Problem("email", "email", "电子邮箱要写成“名称@域名”的样子。"))
    if values.get("uscc") and (words := uscc_problem(values["uscc"])):
        found.append(Problem("uscc", "uscc", f"{words}。"))
    return found


def new_unit_problems(new: NewUnit) -> list[Problem]:
    """Everything wrong with a unit that can be seen without looking at other units."""
    found = text_problems({field: getattr(new, field) for field in _LABELS})
    if not new.name.strip():
        found.append(Problem("name", "missing", "名称没有填。"))
    if not _CODE.fullmatch(new.code):
        found.append(
            Problem("code", "code", "单位编码用数字、字母、“-”“_”“.”，以数字或字母开头，例如 520303-012。")
        )
    if new.kind not in UNIT_KINDS:
        known = "、".join(kind.label for kind in UNIT_KINDS.values())
        found.append(Problem("kind", "kind", f"单位类型“{new.kind}”不在表中，可填：{known}。"))
    if len(new.index_code) > 18:
        found.append(
            Problem("org_code", "org_code", "没有统一社会信用代码时，要另填18位以内的索引号用机构代码。")
        )
    if any(len(alias) > 80 for alias in new.aliases):
        found.append(Problem("aliases", "too_long", "别名最多80字。"))
    if any(len(matter) > 300 for matter in new.competences):
        found.append(Problem("competences", "too_long", "一项职责最多300字。"))
    return found


def resemblance(query: str, said: str) -> float:
    """How much of `query` is found in `said`, from 0 to 1, by pairs of characters; 1 when it stands there whole."""
    if not query or not said:
        return 0.0
    if query in said:
        return 1.0
    pairs = {query[i : i + 2] for i in range(len(query) - 1)}
    return len({pair for pair in pairs if pair in said}) / len(pairs) if pairs else 0.0


def closeness(query: str, said: str) -> float:
    """How well folded words fit what is said of a unit: part of it, or a longer phrase that names it."""
    if not query or not said:
        return 0.0
    # Of several names within one phrase the longest is meant: 县政府办 rather than 县政府 in 县政府办公室.
    covered = 0.5 + 0.48 * min(1.0, len(said) / len(query))
    return max(resemblance(query, said), resemblance(said, query) * covered)
