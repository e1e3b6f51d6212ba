"""What follows from publishing, in words that stand before the button: who will see what, and what can't be undone."""

from __future__ import annotations

from gongkai.disclosure.queries.desk import DeskFacts

NAMED_FILES = 3


def what_becomes_public(d: DeskFacts) -> str:
    """标题、正文、2个附件（名单.xlsx、通知.pdf）: what a stranger will be able to open."""
    shown = [f"标题“{d.title}”"] if d.title else []
    if d.body_html.strip():
        shown.append("正文")
    if d.files:
        names = "、".join(f.name for f in d.files[:NAMED_FILES])
        more = "等" if len(d.files) > NAMED_FILES else ""
        shown.append(f"{len(d.files)}个附件（{names}{more}）")
    return "、".join(shown)


def publishing_words(d: DeskFacts, begin: str = "公开后") -> str:
    """The consequence of publication from now on."""
    words = f"{begin}任何人都能看到、检索和下载：{what_becomes_public(d)}。"
    if d.has_public and d.hides_earlier:
        words += "现在公开的版本被替换，以前的版本不再给公众看。"
    elif d.has_public:
        words += "现在公开的版本被替换，在版本记录里仍看得到。"
    return f"{words}公开后只能更正或者撤回，已经被看过、下载过的收不回来。"


def last_step_words(d: DeskFacts) -> str:
    """What passing the last step does; nothing for an earlier one."""
    if not (d.may_decide and d.is_last_step):
        return ""
    if d.is_open_to_all:
        return publishing_words(d, "通过后立即公开，定了时间的到时自动公开。")
    taken_down = "现在公开的版本同时撤下。" if d.has_public else ""
    return f"通过后存档备查，公众看不到。{taken_down}以后情况变了，可以更正后重新送审。"
