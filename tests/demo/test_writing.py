"""The demo's county and its texts: complete, plausible, and the same for the same dice."""

import io
import random
import re
import zipfile
from collections import Counter
from datetime import date, timedelta
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from gongkai.catalogue import seed
from gongkai.demo import writing
from gongkai.demo.county import load_county
from gongkai.demo.writing import word

COUNTY = load_county()
OPEN = [unit for unit in COUNTY.units if unit.closed_on is None]
DAY = date(2025, 9, 12)
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def some_items(count, *, seed_number=1):
    rng = random.Random(seed_number)
    items = []
    for _ in range(count):
        unit = rng.choice(OPEN)
        on = date(2024, 1, 2) + timedelta(days=rng.randrange(1000))
        kind, topic = writing.propose(rng, unit, on)
        items.append(writing.write_item(rng, unit, kind, topic, on))
    return items


@cache
def many_items():
    """When the first test asks, not when every process reads this file."""
    return some_items(1500)


def every_pattern():
    for pattern in writing.load_patterns():
        for unit in OPEN:
            if pattern in writing.patterns_for(unit):
                yield pytest.param(pattern, unit, id=pattern.code)
                break
        else:
            raise AssertionError(f"no unit may use {pattern.code}")


def a_document():
    unit = next(unit for unit in OPEN if unit.name.endswith("农业农村局"))
    return writing.write_item(random.Random(3), unit, "normative_document", None, DAY), unit


# ---- the county ---------------------------------------------------------------------------------------
def test_the_county_has_at_least_150_units_of_every_kind():
    kinds = Counter(unit.kind for unit in COUNTY.units)
    assert len(COUNTY.units) >= 150
    assert kinds["town"] == 15
    assert kinds["village"] == 100
    assert {"government", "office", "department", "park", "institution", "enterprise"} <= set(kinds)


def test_every_credit_code_is_unique_and_its_check_digit_right():
    assert len({unit.uscc for unit in COUNTY.units}) == len(COUNTY.units)
    for unit in COUNTY.units:
        total = sum(USCC.index(c) * pow(3, i, 31) for i, c in enumerate(unit.uscc[:17]))
        assert unit.uscc[17] == USCC[(31 - total % 31) % 31], unit.name
        assert unit.uscc[2:8].startswith("5399")


def test_names_and_codes_are_unique_and_parents_come_first():
    seen = set()
    for unit in COUNTY.units:
        assert unit.parent is None or unit.parent in seen or unit.parent > unit.code, unit.name
        seen.add(unit.code)
    assert len(seen) == len(COUNTY.units) == len({unit.name for unit in COUNTY.units})
    assert all(unit.parent in seen for unit in COUNTY.units if unit.parent)


def test_the_reform_of_organs_has_every_act():
    acts = Counter(change.act for change in COUNTY.changes)
    assert acts == {"rename": 2, "merge": 1, "split": 1, "close": 1}
    for change in COUNTY.changes:
        assert COUNTY.unit(change.unit)
        assert all(COUNTY.unit(code) for code in change.successors)


def test_five_different_people_can_review_for_every_organ():
    needed = ("officer", "first_reviewer", "second_reviewer", "secrecy_reviewer", "publisher")
    for unit in COUNTY.units:
        if unit.kind == "village":
            continue
        people = [person for person in COUNTY.people if person.unit == unit.code]
        holders = {role: {p.number for p in people if role in p.roles} for role in (*needed, "leader")}
        assert all(holders.values()), unit.name
        assert len(set().union(*(holders[role] for role in needed))) >= 5, unit.name


def test_three_administrators_are_three_people_and_deputies_have_an_a_holder():
    for role in ("disclosure_office", "auditor", "system_admin", "security_admin", "audit_admin", "handler"):
        assert any(role in person.roles for person in COUNTY.people), role
    admins = {"system_admin", "security_admin", "audit_admin"}
    assert all(len(admins & set(person.roles)) <= 1 for person in COUNTY.people)
    numbers = {person.number for person in COUNTY.people}
    deputies = [person for person in COUNTY.people if person.deputises]
    assert deputies
    assert all(person.deputises in numbers for person in deputies)


def test_no_two_people_share_a_name_or_a_number():
    assert (
        len({p.name for p in COUNTY.people}) == len(COUNTY.people) == len({p.number for p in COUNTY.people})
    )


# ---- the texts ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("pattern", "unit"), list(every_pattern()))
def test_every_pattern_writes_a_whole_document(pattern, unit):
    about = a_document()[0] if pattern.kind == "interpretation" else None
    month = min(pattern.months)
    for number in range(6):
        item = writing.write_item(
            random.Random(number), unit, pattern.kind, pattern.topics[0], date(2025, month, 20), about=about
        )
        assert not re.search(
            r"[{}]|\[\[|\|\||None", item.title + item.body_html + "".join(item.fields.values())
        )
        assert not re.search(r"的的|，，|。。|、、|《《|》》", item.text)
        assert unit.name in item.text
    kinds = {topic.code: topic.kinds for topic in seed.load_topics()}
    assert all(topic in kinds for topic in pattern.topics)
    assert all(pattern.kind in kinds[topic] for topic in pattern.topics)
    assert pattern.subject in {subject.code for subject in seed.load_subjects()}
    assert pattern.genre in seed.load_genres()


def test_there_are_six_patterns_for_most_kinds():
    counts = Counter(pattern.kind for pattern in writing.load_patterns())
    assert set(counts) == set(seed.KINDS)
    assert all(count >= 6 for kind, count in counts.items() if kind != "annual_report")


def test_same_dice_same_text():
    assert some_items(40, seed_number=9) == some_items(40, seed_number=9)


def test_texts_differ_and_have_the_length_of_documents():
    items = many_items()
    assert len({item.text for item in items}) == len(items)
    assert len({item.title for item in items}) > len(items) * 0.7
    lengths = sorted(len(item.text) for item in items)
    assert lengths[0] >= 100
    assert lengths[len(lengths) // 2] >= 400
    assert lengths[-1] <= 2600


def test_no_telephone_but_the_fictional_ones_and_no_identity_numbers():
    for item in many_items():
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dX]", item.text)
        assert all(number.startswith("0999-555") for number in re.findall(r"\b0\d{2,3}-\d{7,8}", item.text))


class _Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_html_is_balanced_and_headings_are_counted_without_gaps():
    for item in many_items()[:400]:
        parser = _Balance()
        parser.feed(item.body_html)
        assert parser.open == []
        marks = re.findall(r"<h2>(.+?)、", item.body_html)
        assert marks == ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][: len(marks)], (
            item.pattern
        )


def test_totals_of_a_table_are_the_sums_of_its_rows():
    village = COUNTY.of_kind("village")[0]
    for number in range(20):
        item = writing.write_item(random.Random(number), village, "notice", "village.subsidy", DAY)
        rows = re.findall(r"<tr>(<td>.*?)</tr>", item.body_html.replace("\n", ""))
        amounts = [int(re.findall(r"<td>(.*?)</td>", row)[-1]) for row in rows]
        assert amounts[-1] == sum(amounts[:-1])


def test_dates_of_the_fields_go_with_the_day():
    item, _ = a_document()
    assert item.signed_on == DAY
    assert item.fields["effective_on"] > DAY.isoformat()
    assert "2025年9月12日" in item.text


def test_an_interpretation_names_the_document_it_explains():
    document, unit = a_document()
    with pytest.raises(ValueError, match="about="):
        writing.write_item(random.Random(1), unit, "interpretation", None, DAY)
    item = writing.write_item(random.Random(1), unit, "interpretation", None, DAY, about=document)
    assert document.doc_no in item.text
    assert item.fields["about_title"] == document.title
    assert "关于印发《" not in item.title


def test_document_numbers_run_on_for_each_prefix_and_year():
    unit, numbers = COUNTY.root, writing.DocNumbers()
    first, second = (
        writing.write_item(random.Random(n), unit, "normative_document", None, DAY, numbers=numbers)
        for n in (1, 2)
    )
    assert (first.doc_no, second.doc_no) == ("清政发〔2025〕1号", "清政发〔2025〕2号")


def test_a_town_writes_of_its_own_villages_only():
    town = COUNTY.of_kind("town")[0]
    others = {
        village.short for other in COUNTY.of_kind("town")[1:] for village in COUNTY.children(other.code)
    }
    item = writing.write_item(random.Random(2), town, "notice", "grassroots.social_assistance.allowance", DAY)
    assert not [name for name in others if name in item.text]


def test_a_word_file_opens_as_a_document_and_is_the_same_each_time():
    item = writing.write_item(random.Random(4), COUNTY.root, "plan", "project.list", DAY)
    with zipfile.ZipFile(io.BytesIO(word.docx_bytes(item))) as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
    texts = [node.text for node in document.iter() if node.tag.endswith("}t")]
    assert texts[0] == item.title
    assert texts[-1] == "2025年9月12日"
    assert any(node.tag.endswith("}tbl") for node in document.iter())
    assert word.docx_bytes(item) == word.docx_bytes(item)


def test_a_text_pasted_from_word_carries_its_marks():
    item, _ = a_document()
    pasted = word.pasted_from_word(item)
    assert pasted.count("MsoNormal") == pasted.count("<o:p>") == item.body_html.count("<p")


def test_paragraphs_separate_title_body_and_signature():
    item, _ = a_document()
    blocks = writing.paragraphs(item)
    assert blocks["title"] == [item.title]
    assert blocks["signature"][-1] == "2025年9月12日"
    assert all(blocks["body"])
