"""Web pages and plain texts that hide something."""

from __future__ import annotations

from tests.files.hidden_corpus.sample import SECRET, Sample


def page(inner: str = "", head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>公示</title>{head}</head><body><h1>惠农补贴公示</h1>'
        "<p>现将发放情况公示如下。</p><table><tr><th>姓名</th><th>金额</th></tr><tr><td>王小明</td><td>1200</td></tr></table>"
        f"{inner}</body></html>"
    ).encode()


def clean() -> bytes:
    return page("<p style='color:#333'>公示期七天。</p>", "<style>@media print{p{display:none}}</style>")


def _said(style: str) -> bytes:
    return page(f'<p style="{style}">{SECRET}</p>')


SAMPLES = tuple(
    Sample(name, extension, kind, make, told)
    for name, extension, kind, make, told in (
        ("not_displayed", "html", "hidden_text", lambda: _said("display: none"), True),
        ("not_visible", "html", "hidden_text", lambda: _said("visibility:hidden"), True),
        ("see_through", "html", "hidden_text", lambda: _said("opacity:0"), True),
        ("far_left", "html", "hidden_text", lambda: _said("position:absolute;left:-9999px"), True),
        ("attribute", "html", "hidden_text", lambda: page(f"<div hidden>{SECRET}</div>"), True),
        ("by_class", "html", "hidden_text", lambda: page(f'<p class="x y">{SECRET}</p>', "<style>.y{display:none}</style>"), True),
        ("no_script", "html", "hidden_text", lambda: page(f"<noscript>{SECRET}</noscript>"), True),
        ("white_on_page", "html", "tiny_text", lambda: _said("color:#FFF"), True),
        ("zero_size", "html", "tiny_text", lambda: _said("font-size:0"), True),
        ("comment", "html", "html_comments", lambda: page(f"<!-- {SECRET} -->"), True),
        ("script", "html", "scripts", lambda: page(f'<script>var a="{SECRET}"</script>'), True),
        ("meta_author", "html", "author", lambda: page(head=f'<meta name="Author" content="{SECRET}">'), True),
        ("hidden_field", "html", "form_fields", lambda: page(f'<input type="hidden" name="a" value="{SECRET}">'), True),
        ("page_in_page", "html", "embedded_files", lambda: page(f'<iframe srcdoc="{SECRET}"></iframe>'), True),
        ("unseen_letters", "txt", "hidden_text", lambda: "惠农补贴公示\U000e0041\U000e0042\n".encode(), False),
    )
)  # fmt: skip
