"""HTML of the editor and of Word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.text.html import clean_html, html_to_text, text_to_html

_SNIPPETS = st.lists(
    st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<script>", "</script>", "<table><tr><td colspan=2>", "</table>", "<a href=", "'x'>",
                     "javascript:", "<o:p>", "</o:p>", "<!--[if mso]>", "<![endif]-->", "<div style='x'>", "</div>", "文", "&lt;", "&", "<",
                     ">", '"', "<svg><style>", "<math>", "<img src=x onerror=y>", "\n", "<p>&nbsp;</p>", "<li>", "<h1>"])
    | st.text(max_size=5),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(_SNIPPETS)
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    once = clean_html(html)
    assert clean_html(once) == once


@settings(max_examples=200, deadline=None)
@given(_SNIPPETS)
def test_nothing_that_runs_survives(html: str) -> None:
    cleaned = clean_html(html).lower()
    assert not any(
        bad in cleaned
        for bad in ("<script", "<img", "<svg", "<style", ' onerror="', ' style="', 'href="javascript')
    )


@settings(deadline=None)
@given(_SNIPPETS)
def test_text_of_any_html_is_text(html: str) -> None:
    assert isinstance(html_to_text(html), str)


def test_paste_from_word_keeps_structure_and_loses_dress() -> None:
    pasted = (
        "<!--[if gte mso 9]><xml>x</xml><![endif]--><p class=MsoNormal style='mso-x:1'><b><span lang=EN>总体</span></b><o:p></o:p></p>"
        "<div>要求</div><p>&nbsp;</p><table border=1><tr><td colspan=2 rowspan=x>甲</td></tr></table>"
    )
    assert clean_html(pasted) == (
        '<p><strong>总体</strong></p><p>要求</p><table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>'
    )


def test_links_keep_only_safe_schemes() -> None:
    cleaned = clean_html(
        '<a href="javascript:x()">甲</a><a href="/item/1/">乙</a><a href="ftp://x">丙</a><a href="mailto:a@b.cn">丁</a>'
    )
    assert 'href="/item/1/"' in cleaned
    assert 'href="mailto:a@b.cn"' in cleaned
    assert "javascript" not in cleaned
    assert "ftp" not in cleaned


def test_text_has_a_line_per_block_and_tabs_between_cells() -> None:
    html = "<h2>标题</h2><p>一<br>二</p><table><tr><td>甲</td><td>乙</td></tr></table><script>x</script>"
    assert html_to_text(html) == "标题\n一\n二\n甲\t乙"


def test_headings_of_a_plain_text_are_seen() -> None:
    assert text_to_html("第一章 总则\n第一条 为了<规范>。\n一、总体情况\n（一）做法\n（二）完成了任务。") == (
        "<h2>第一章 总则</h2>\n<p><strong>第一条</strong> 为了&lt;规范&gt;。</p>\n<h2>一、总体情况</h2>\n"
        "<h3>（一）做法</h3>\n<p>（二）完成了任务。</p>"
    )
