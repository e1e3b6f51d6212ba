"""Where to go against a reply: the paragraph that each reply must carry, chosen by its outcome."""

from __future__ import annotations

from gongkai.documents.facts import Facts, require
from gongkai.documents.outcomes import COMPLAIN, EITHER, RECONSIDER_FIRST

_REVIEW = "自收到{this}之日起60日内，向{organ}申请行政复议"


def remedy_for(facts: Facts, *, rule: str, this: str) -> tuple[str, ...]:
    """Paragraphs for reconsideration and litigation; `this` is what the paper calls itself, e.g. 本答复书.

    60 days: 行政复议法第二十条. Reconsideration first where information is withheld: 第二十三条第一款第（四）项; then 15 days
    to sue: 行政诉讼法第四十五条. Directly: six months, 第四十六条. `rule` is taken unless the facts say otherwise.
    """
    chosen = facts.remedy or rule
    if chosen == COMPLAIN:
        return (f"如对{this}有不同意见，可以按文末联系方式向本机关反映，也可以向上一级机关反映。",)
    if chosen not in {EITHER, RECONSIDER_FIRST}:
        return ()
    require(facts, "review_organ", "court", document="救济途径")
    review = _REVIEW.format(this=this, organ=facts.review_organ)
    if chosen == RECONSIDER_FIRST:
        return (
            f"如不服{this}，可以根据《中华人民共和国行政复议法》第二十条第一款，{review}。",
            "根据《中华人民共和国行政复议法》第二十三条第一款第（四）项，对不予公开政府信息不服的，应当先申请行政复议；"
            "对行政复议决定不服的，可以根据《中华人民共和国行政诉讼法》第四十五条，自收到行政复议决定书之日起15日内，"
            f"向{facts.court}提起行政诉讼。",
        )
    return (
        f"如不服{this}，可以根据《中华人民共和国行政复议法》第二十条第一款，{review}；"
        f"也可以根据《中华人民共和国行政诉讼法》第四十六条第一款，自收到{this}之日起6个月内，向{facts.court}提起行政诉讼。",
    )
