"""The living style page: every part of the sheet with examples, in both frames."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.components.style_examples import style_page_context


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """`?face=office` shows the parts in the staff's frame."""
    face = "office" if request.GET.get("face") == "office" else "public"
    return render(request, f"components/style_page_{face}.html", style_page_context())
