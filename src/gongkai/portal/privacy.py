"""我们收集什么、为什么、保存多久: the same table that erasing goes by (个人信息保护法第十七条)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from gongkai.cases.queries.retention import what_is_asked
from gongkai.cases.rules.retention import KEPT_WORDS, OTHER_FORMS
from gongkai.components.parts import Link
from gongkai.portal.answering import revalidated, show
from gongkai.units.queries import root_unit


@revalidated
def privacy(request: HttpRequest) -> HttpResponse:
    page = {
        "kinds": what_is_asked(),
        "others": [(form, label, use, KEPT_WORDS[use.kept]) for form, label, use in OTHER_FORMS],
        "unit": root_unit(),
        "trail": [Link("首页", "/"), Link("收集什么、为什么、保存多久")],
    }
    return show(request, "portal/privacy.html", page)
