"""The stories of each kind: the usual way, the side paths of the law, what is late, what is still under way."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from gongkai.cases.actions.histories import PastCase
from gongkai.cases.kinds.information_application import CHOSEN
from gongkai.clocks.rules import WorkCalendar
from gongkai.demo.arriving.telling import Players, Story, begin
from gongkai.demo.arriving.words import home

Tell = Callable[[str, datetime, Players, random.Random, WorkCalendar, datetime], PastCase]

LATE = 0.06
THIRD_PARTY = "清溪县万安建设有限公司"
# Outcomes as they are met with in offices: most is given, the rest in the long tail of the report's rows.
_USUAL = ("granted",) * 9 + ("already_public",) * 5 + ("partial",) * 3 + ("not_held",) * 4 + ("not_ours",) * 3
_CHANNELS = ("web",) * 6 + ("signed_mail",) * 2 + ("counter",) * 2 + ("plain_mail",)
_TYPES = ("natural",) * 8 + ("enterprise", "enterprise", "legal_service", "welfare", "research", "other")
_WORDS = {
    "way": "随本答复提供复制件",
    "reason": "经审查，属于规定的情形",
    "withheld": "涉及个人的住址和联系方式",
    "articles": "《中华人民共和国个人信息保护法》第二十八条",
    "other_unit": "清溪县档案馆",
    "other_contact": "0999-5550100",
    "earlier": "去年十一月作出的同一申请的答复",
}


def application(
    kind: str, at: datetime, players: Players, dice: random.Random, working: WorkCalendar, end: datetime
) -> PastCase:
    story, matter, who = begin(kind, at, players, dice, working, end, "application")
    channel, type_ = dice.choice(_CHANNELS), dice.choice(_TYPES)
    certain = channel in ("counter", "signed_mail")
    values = {
        "title": matter["title"],
        "text": "",
        "form": dice.choice(("email", "online", "paper")),
        "type": type_,
        **who,
    }
    if values["form"] == "paper":
        values["address"] = home(who["phone"])
    if not certain:
        story.later(dice.choice((0, 0, 1, 2))).does("confirm", how="电话联系，本人确认")
    _way_of_an_application(story)
    return PastCase(
        kind, story.unit_id, values, channel, at, tuple(story.acts), localdate(at) if certain else None,
        players.handlers[story.unit_id].user_id,
    )  # fmt: skip


def _way_of_an_application(story: Story) -> None:
    dice = story.dice
    chance = dice.random()
    if chance < 0.03:
        story.later(2).does("withdraw", "citizen", reason="已经从别处拿到了")
        return
    if chance < 0.15:
        story.later(dice.randrange(1, 6)).does("ask_correction", reason="写明要哪一年、哪一个村的材料")
        if dice.random() < 0.25:
            story.later(22).does("abandon_correction")
            return
        story.later(dice.randrange(2, 8)).does("correct", "citizen", text="补充：要去年的")
    elif chance < 0.27:
        story.later(2).does("consult_third_party", party=THIRD_PARTY, question="是否同意公开合同价款")
        story.later(dice.randrange(5, 14)).does(
            "end_consultation", result=dice.choice(("agrees", "partly", "refuses")), text="见回函"
        )
    elif chance < 0.31:
        story.later(2).does("consult_coproducer", party="清溪县财政局", question="是否同意公开联合印发的方案")
        story.later(dice.randrange(4, 12)).does("end_consultation", result="agrees", text="同意公开")
    elif chance < 0.36:
        story.later(3).does("charge_fee", tariff="pages", quantity=str(dice.choice((68, 120, 250))))
        if dice.random() < 0.4:
            story.later(28).does("abandon_fee")
            return
        story.later(dice.randrange(2, 10)).does("pay_fee", receipt_no=f"{dice.randrange(10_000, 99_999)}")
    elif chance < 0.39:
        story.later(3).does("ask_reason", reason="本月申请数量较多，说明理由")
        story.later(3).does("give_reason", "citizen", text="写论文要用")
    if dice.random() < 0.08:
        story.later(5).does("extend", "head", days=str(dice.choice((5, 10, 15))), reason="要从档案馆调取原件")
    if dice.random() < 0.05:
        story.later(0).does("reply_on_spot", outcome="already_public", way="县政府网站“财政信息”栏目")
        return
    _reply(story, dice.randrange(22, 30) if dice.random() < LATE else dice.randrange(3, 12))


def _reply(story: Story, days: int) -> None:
    dice = story.dice
    outcome = dice.choice(_USUAL) if dice.random() < 0.8 else dice.choice(CHOSEN)
    story.later(days).does("draft", outcome=outcome, **_WORDS)
    if dice.random() < 0.08:
        story.later(0).does("return_draft", "head", reason="理由写得再具体一些")
        story.later(1).does("draft", outcome=outcome, **_WORDS)
    story.later(1).does("approve", "head")
    if outcome in ("granted", "partial") and story.meets("refuses", "partly"):
        story.later(0).does(
            "tell_third_party", party=THIRD_PARTY, reason="合同价款关系财政资金怎样使用，公众应当知道"
        )
    story.later(dice.choice((0, 0, 1))).does(
        "serve", how=dice.choice(("post", "online", "direct")), proof="已签收"
    )


def letter(
    kind: str, at: datetime, players: Players, dice: random.Random, working: WorkCalendar, end: datetime
) -> PastCase:
    story, matter, who = begin(kind, at, players, dice, working, end, "letter")
    values = {
        "class": matter["class"], "mailbox": dice.choice(("secretary", "head", "head", "bureau")),
        "title": matter["title"], "text": matter["text"], "may_publish": "1" if dice.random() < 0.6 else "", **who,
    }  # fmt: skip
    if dice.random() < 0.04:
        story.later(1).does("refuse", ground="statutory", conclusion="这件事正在法院审理，按判决办理。")
    else:
        story.later(dice.choice((0, 0, 1, 2))).does("sign")
        outcome = {"consultation": "explained", "advice": dice.choice(("adopted", "not_adopted"))}.get(
            matter["class"], dice.choice(("solved", "solved", "explained"))
        )
        story.later(_days(dice, matter["class"])).does("draft", outcome=outcome, conclusion=matter["answer"])
        story.later(dice.choice((0, 0, 1))).does("approve", "head")
    return PastCase(
        kind, story.unit_id, values, dice.choice(("web", "web", "web", "phone", "counter")), at, tuple(story.acts),
        None, players.handlers[story.unit_id].user_id if story.acts else None, _stars(dice, story, "approve"),
    )  # fmt: skip


def _days(dice: random.Random, class_: str) -> int:
    usual = {"consultation": 2, "advice": 4, "complaint": 9, "report": 10}[class_]
    return usual + 6 if dice.random() < LATE else dice.randrange(0, usual)


def _stars(dice: random.Random, story: Story, last: str) -> int | None:
    ended = bool(story.acts) and story.acts[-1].act == last
    return dice.choice((5, 5, 5, 4, 4, 3, 2, 1)) if ended and dice.random() < 0.45 else None


def order(
    kind: str, at: datetime, players: Players, dice: random.Random, working: WorkCalendar, end: datetime
) -> PastCase:
    story, matter, who = begin(kind, at, players, dice, working, end, "letter")
    class_ = {"consultation": "consultation", "advice": "general"}.get(
        matter["class"], dice.choice(("general", "general", "complex"))
    )
    values = {
        "line": dice.choice(("12345", "12345", "12345", "96128", "unit")), "class": class_,
        "transfer": dice.choice(("none", "none", "ok", "ok", "no_answer", "busy", "gave_up")),
        "title": matter["title"], "text": matter["text"], **who,
    }  # fmt: skip
    if class_ == "consultation" and dice.random() < 0.5:
        story.later(0).does("answer_at_once", conclusion=matter["answer"])
    else:
        story.later(0).does("dispatch")
        if dice.random() < 0.05:
            story.later(1).does("send_back", reason="不归本单位，建议派给乡镇").later(0).does("dispatch")
        story.later(dice.choice((0, 0, 1, 2))).does("sign")
        if dice.random() < 0.08:
            story.later(1).does("extend", "head", days="3", reason="要等配件")
        slow = dice.random() < LATE
        story.later(dice.randrange(6, 14) if slow else dice.randrange(0, 3)).does(
            "handle",
            outcome=dice.choice(("solved", "solved", "explained", "unsolved")),
            conclusion=matter["answer"],
        )
        if dice.random() < 0.07:
            story.later(1).does("reopen", "office", reason="对方说没有修好")
            story.later(2).does("handle", outcome="solved", conclusion=matter["answer"])
        story.later(1).does(
            "visit", "office", reached=dice.choice(("satisfied", "satisfied", "basic", "no_answer"))
        )
    return PastCase(
        kind, story.unit_id, values, "phone", at, tuple(story.acts), None,
        players.handlers[story.unit_id].user_id if len(story.acts) > 1 else None,
    )  # fmt: skip


def question(
    kind: str, at: datetime, players: Players, dice: random.Random, working: WorkCalendar, end: datetime
) -> PastCase:
    """在线提问, 政策咨询, 公示异议 and 投诉: written, looked into, answered."""
    story, matter, who = begin(kind, at, players, dice, working, end, "letter")
    values: dict[str, Any] = {
        "title": matter["title"], "text": matter["text"], "index_no": "第3批补贴名单的公示", "about_unit": "黄沙渡镇人民政府",
        "wrong": dice.choice(("not_disclosed", "late", "false")), **who,
    }  # fmt: skip
    outcome = {
        "objection": dice.choice(("upheld", "partly_upheld", "not_upheld")),
        "complaint": dice.choice(("ordered_to_mend", "not_found", "explained")),
    }.get(kind, "explained")
    if kind == "online_question" and dice.random() < 0.5:
        story.later(dice.randrange(0, 4)).does("answer", conclusion=matter["answer"])
    else:
        if kind == "policy_consultation" and dice.random() < 0.3:
            story.later(1).does("ask_expert", party="县委党校政策研究室", question=matter["title"])
            story.later(2).does("expert_answers", text=matter["answer"])
        story.later(dice.randrange(1, 5)).does("draft", outcome=outcome, conclusion=matter["answer"])
        story.later(dice.choice((0, 1))).does("approve", "head")
    return PastCase(
        kind, story.unit_id, values, "web", at, tuple(story.acts), None,
        story.clerk.user_id if story.acts else None, _stars(dice, story, "approve"),
    )  # fmt: skip


def reconsideration(
    kind: str, at: datetime, players: Players, dice: random.Random, working: WorkCalendar, end: datetime
) -> PastCase:
    story, matter, _ = begin(kind, at, players, dice, working, end, "application")
    group = dice.choice(("review", "review", "litigation_direct", "litigation_after_review"))
    values = {
        "group": group, "docket": f"（{localdate(at).year}）复{dice.randrange(1, 90)}号",
        "forum": "澜州市人民政府" if group == "review" else "清溪县人民法院", "title": f"不服“{matter['title'][:40]}”的答复",
    }  # fmt: skip
    story.later(dice.randrange(2, 9)).does("file_answer")
    story.later(dice.randrange(20, 50)).does(
        "end", outcome=dice.choice(("upheld", "upheld", "corrected", "other")), conclusion="见决定书"
    )
    return PastCase(kind, story.unit_id, values, "internal", at, tuple(story.acts))


def opinion(
    kind: str, at: datetime, players: Players, dice: random.Random, working: WorkCalendar, end: datetime
) -> PastCase:
    story, matter, _ = begin(kind, at, players, dice, working, end, "letter")
    values = {
        "title": f"网传{matter['title']}", "text": matter["text"], "where": "本地论坛",
        "grade": dice.choice(("post", "post", "general", "larger", "serious")),
    }  # fmt: skip
    story.later(dice.choice((0, 0, 1))).does("state", "head", conclusion=matter["answer"], where="县政府网站")
    story.later(4).does(
        "settle", "head", outcome=dice.choice(("answered", "clarified")), reason="没有新的议论"
    )
    return PastCase(kind, story.unit_id, values, "internal", at, tuple(story.acts))


def reference(
    kind: str, at: datetime, players: Players, dice: random.Random, working: WorkCalendar, end: datetime
) -> PastCase:
    story, matter, _ = begin(kind, at, players, dice, working, end, "application")
    values = {
        "organ": "澜州市自然资源和规划局", "letter_no": f"澜自然资函〔{localdate(at).year}〕{dice.randrange(1, 200)}号",
        "title": f"关于征求“{matter['title'][:50]}”公开意见的函", "text": "有关信息由我局与你单位共同制作，是否同意公开，函复。",
    }  # fmt: skip
    story.later(dice.randrange(2, 8)).does(
        "draft", outcome=dice.choice(("agrees", "partly", "refuses")), conclusion="意见见附件。"
    )
    story.later(1).does("approve", "head")
    return PastCase(kind, story.unit_id, values, "internal", at, tuple(story.acts))


STORIES: dict[str, Tell] = {
    "information_application": application,
    "letter": letter,
    "hotline_order": order,
    "online_question": question,
    "policy_consultation": question,
    "objection": question,
    "complaint": question,
    "reconsideration": reconsideration,
    "opinion_event": opinion,
    "reference_letter": reference,
}
