"""`gongkai search …`"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from gongkai.catalogue.queries import topic_by_code
from gongkai.cli.output import FOUND_PROBLEMS, USAGE, progress, put_json, say, stop
from gongkai.disclosure.queries.searchable import passages_for_evaluation
from gongkai.search import indexing
from gongkai.search.evaluation import Passage, Question, evaluate
from gongkai.search.highlighting import snippet
from gongkai.search.matching import Query
from gongkai.search.queries import find
from gongkai.units.queries import unit_by_code

search_app = typer.Typer(no_args_is_help=True)


@search_app.command("query")
def query(
    text: str = typer.Argument(..., help="要找的话、标题、文号"),
    unit: str = typer.Option("", "--unit", help="单位编码，含下级"),
    kind: str = typer.Option("", "--kind", help="信息种类"),
    topic: str = typer.Option("", "--topic", help="栏目编码，含下级"),
    since: datetime = typer.Option(None, "--from", formats=["%Y-%m-%d"], help="发布日期从"),
    until: datetime = typer.Option(None, "--to", formats=["%Y-%m-%d"], help="发布日期到"),
    sort: str = typer.Option("relevance", "--sort", help="relevance、newest 或 oldest"),
    limit: int = typer.Option(20, "--limit", min=1, max=200),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """检索已公开的信息。

    例：gongkai search query 农机购置补贴 --kind notice --json
    """
    of_unit = unit_by_code(unit) if unit else None
    of_topic = topic_by_code(topic) if topic else None
    if unit and of_unit is None:
        stop(f"没有编码为 {unit} 的单位。", USAGE)
    if topic and of_topic is None:
        stop(f"没有编码为 {topic} 的栏目。", USAGE)
    found = find(
        Query(
            text=text, units=[of_unit.pk] if of_unit else [], topics=[of_topic.pk] if of_topic else [],
            kinds=[kind] if kind else [], published_from=since.date() if since else None,
            published_to=until.date() if until else None, sort=sort, limit=limit,
        )
    )  # fmt: skip
    hits = [_hit(hit.thing, found.marks) for hit in found.hits]
    if as_json:
        put_json({"total": found.total, "hits": hits, "facets": found.facets})
    else:
        for hit in hits:
            say(f"{hit['title']}  {hit['doc_no']}  {hit['url']}")
        say(f"共 {found.total} 条，{found.seconds * 1000:.0f} 毫秒。")


def _hit(item: Any, marks: tuple[str, ...]) -> dict[str, str]:
    return {
        "index_no": item.index_no,
        "title": item.title,
        "doc_no": item.doc_no,
        "url": f"/item/{item.index_no}/",
        "snippet": snippet(item.public_version.body_text, marks).text,
    }


@search_app.command("rebuild")
def rebuild() -> None:
    """重建索引；重建时照常能查。

    例：gongkai search rebuild
    """
    with progress("重建索引", None) as told:
        count = indexing.rebuild(lambda done, total: told(done))
    difference = indexing.compare()
    say(f"索引里有 {count} 条。")
    if not difference.is_empty:
        stop(f"索引和数据库不一致：{difference}", FOUND_PROBLEMS)


@search_app.command("eval")
def evaluate_search(
    questions: Path = typer.Argument(..., exists=True, help="问题，JSONL（可 .gz）：question、docid"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """用一组问题评测检索：与 FTS5（rjieba 词、三元组）在同一次运行里比较。

    例：gongkai search eval questions.jsonl.gz
    """
    keys: dict[int, str] = {}
    passages = []
    for item_id, key, title, text in passages_for_evaluation():
        keys[item_id] = key
        passages.append(Passage(key=key, text=text, title=title))

    def ours(asked: str) -> list[str]:
        hits = find(Query(text=asked, limit=10, facets=False)).hits
        return [keys.get(hit.id, "") for hit in hits]

    result = evaluate(passages, _questions(questions), ours=ours)
    if as_json:
        put_json(result)
    else:
        say(json.dumps(result, ensure_ascii=False, indent=1))


def _questions(path: Path) -> Iterator[Question]:
    open_text = gzip.open if path.suffix == ".gz" else open
    with open_text(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Question(text=row["question"], answer=row["docid"])
