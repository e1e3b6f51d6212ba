"""“也许已经公开”: from the hint to what is public; looked at, or enough so that nothing need be written any more. Counted."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.cases.actions.counting_found import count_found
from gongkai.cases.queries.public_answers import AnswerLine, answer_page
from gongkai.disclosure.pages import item_path
from gongkai.disclosure.queries.searchable import public_id_of
from gongkai.portal.cases.answers import private, to
from gongkai.portal.cases.holding import drop_draft
from gongkai.portal.cases.published import answer_path
from gongkai.portal.cases.start import open_kind

ITEM, ANSWER = "item:", "answer:"


def found_path(kind: str, thing: str) -> str:
    """`thing`: item:INDEX_NO or answer:NUMBER."""
    return f"/write/{kind}/found/?{urlencode({'thing': thing})}"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest, kind: str) -> HttpResponseBase:
    """GET: looked at. POST: that was it; what was begun is dropped. Both go on to the item or the answer."""
    declared = open_kind(kind)
    thing = (request.POST if request.method == "POST" else request.GET).get("thing", "")[:100]
    address = _address(thing)
    if not address:
        raise Http404
    enough = request.method == "POST"
    if request.method != "HEAD":
        count_found(kind=declared.code, what="enough" if enough else "opened", day=timezone.localdate())
    if enough:
        drop_draft(request.session, declared.code)
    return to(f"{address}?found={'enough' if enough else 'write'}")


def _address(thing: str) -> str:
    """Where the public thing stands; nothing for what isn't public."""
    if thing.startswith(ITEM):
        index_no = thing.removeprefix(ITEM)
        return item_path(index_no) if public_id_of(index_no) is not None else ""
    number = thing.removeprefix(ANSWER)
    is_answer = thing.startswith(ANSWER) and isinstance(answer_page(number), AnswerLine)
    return answer_path(number) if is_answer else ""
