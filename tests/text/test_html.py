"""HTML of the editor and of Word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.text.html import clean_html, text_to_html
from gongkai.text.html_text import html_to_text

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


def test_words_that_show_only_under_the_pointer_go() -> None:
    """Nobody who edits or screens the text sees them; whoever opens the page would."""
    html = '<p title="13900001234">见<a href="/x" title="张三 13900001234" lang="zh">名单</a></p>'
    html += '<table title="13900001234"><tbody><tr><td title="13900001234">1</td></tr></tbody></table>'
    cleaned = clean_html(html)
    assert "13900001234" not in cleaned
    assert 'href="/x"' in cleaned


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


def test_a_row_of_a_table_is_a_line_whatever_its_cells_are_made_of() -> None:
    head = "<tr><td><p>序号</p></td><td><p>户</p><p>主</p></td><td>村组</td></tr>"
    rows = "<tr><td rowspan=2>1</td><td><p>岩温</p></td><td>柳庄村<br/>三组</td></tr><tr><td>玉香</td><td></td></tr>"
    more = "<tr><td colspan=2>小计</td><td><ul><li>甲</li><li>乙</li></ul></td></tr><tr><td></td><td>扎西</td><td>无</td></tr>"
    text = html_to_text(
        f"<p>前</p><table><tbody>\n{head}\n{rows}\n{more}</tbody></table><p>后</p><p>再后</p>"
    )
    assert text.split("\n") == [
        "前",
        "序号\t户 主\t村组",
        "1\t岩温\t柳庄村 三组",
        "\t玉香",
        "小计\t\t甲 乙",
        "\t扎西\t无",
        "后",
        "再后",
    ]


def test_a_page_laid_out_by_a_table_keeps_its_paragraphs() -> None:
    paragraphs = "".join(f"<p>第{at}段，{'写得很长' * 10}。</p>" for at in range(6))
    lines = html_to_text(f"<table><tr><td>{paragraphs}</td><td>边</td></tr></table>").split("\n")
    assert [line[:3] for line in lines] == ["第0段", "第1段", "第2段", "第3段", "第4段", "第5段", "\t边"][
        : len(lines)
    ]
    inner = "<table><tr><td>姓名</td><td>村</td></tr><tr><td>岩温</td><td>柳庄</td></tr></table>"
    assert "姓名\t村\n岩温\t柳庄" in html_to_text(f"<table><tr><td>{inner}</td><td>边</td></tr></table>")
