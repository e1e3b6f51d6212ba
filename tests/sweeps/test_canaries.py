"""T03: what is withdrawn, withheld, for the own staff or still a draft shows on no way out, however one looks."""

from __future__ import annotations

import html
import io
import re
from collections import deque
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.test import Client
from tests.sweeps.access import routes
from tests.sweeps.addresses import path_to
from tests.sweeps.world import WITHHELD
from typer.testing import CliRunner

from gongkai.cli.app import app
from gongkai.disclosure.actions import correcting, drafting, reviewing
from gongkai.disclosure.models import Attachment, Item, ItemLink, ItemVersion
from gongkai.files.actions import store_upload
from gongkai.ledger.rules import SYSTEM
from gongkai.search import indexing

PLACES = (
    "标题", "正文", "机关", "概述", "来源", "字号", "链接", "附件名", "附件文", "字段", "理由", "意见",
)  # fmt: skip
"""Twelve places of an item that hold words."""
KINDS = ("withdrawn", "withheld", "own_staff", "draft", "hidden")
MAX_PAGES = 400


def canary(kind: str, place: str) -> str:
    return f"金丝雀{KINDS.index(kind)}号藏在{place}里"


def plant(world, kind: str) -> int:
    """An item with a canary in each place, brought to where its kind says."""
    cast, at = world.cast, world.at
    c = {place: canary(kind, place) for place in PLACES}
    head = {
        "issuer": c["机关"], "summary": c["概述"], "source": c["来源"], "doc_no": c["字号"],
        "source_url": f"https://example.org/{c['链接']}",
    }  # fmt: skip
    if kind == "withheld":
        head |= {**WITHHELD, "attribute_reason": c["理由"]}
    if kind == "own_staff":
        head["audience"] = "own_staff"
    item_id = cast.draft(
        title=c["标题"], body=f"<p>{c['正文']}</p>", head=head, fields={"objection_to": c["字段"]}
    )
    stored = store_upload(name="附.txt", stream=io.BytesIO(c["附件文"].encode()), by=SYSTEM, at=at)
    drafting.attach(
        item_id=item_id, file_id=stored.pk, name=f"{c['附件名']}.txt", by=cast.standing("agri.officer"), at=at
    )
    public = world.own["published"]
    drafting.link(
        source_id=item_id, target_id=public, relation="interprets", by=cast.standing("agri.officer"), at=at
    )
    if kind == "draft":
        return item_id
    reviewing.submit(item_id=item_id, comment=c["意见"], by=cast.standing("agri.officer"), at=at)
    cast.pass_steps(item_id, at=at)
    if kind == "withdrawn":
        correcting.withdraw(
            item_id=item_id, reason="内容有误须改正", by=cast.standing("agri.publisher"), at=at
        )
    if kind == "hidden":  # corrected, the earlier text closed: the old words are the canaries
        officer = cast.standing("agri.officer")
        correcting.begin_correction(item_id=item_id, reason="删去隐私", hides_earlier=True, by=officer, at=at)
        version = ItemVersion.objects.get(item=item_id, state="working")
        for file in list(version.attachments.all()):
            drafting.detach(attachment_id=file.pk, by=officer, at=at)
        clean = {"issuer": "农业农村局", "summary": "", "source": "", "doc_no": "", "source_url": ""}
        drafting.save_draft(
            item_id=item_id, revision=version.revision, by=officer, at=at,
            content=drafting.Content("改过的公告", "<p>改过。</p>", clean, {"objection_to": ""}),
        )  # fmt: skip
        reviewing.submit(item_id=item_id, by=officer, at=at)
        cast.pass_steps(item_id, at=at)
    return item_id


def starting_points(world, planted: dict[str, int]) -> list[str]:
    """Every public address, filled in with what is public and with what must not be."""
    paths = []
    for route in routes():
        if route.startswith("office/"):
            continue
        paths += [path_to(route, world, side) for side in (world.own, world.other)]
    for kind, item_id in planted.items():
        number = Item.objects.values_list("index_no", flat=True).get(id=item_id)
        if number:
            paths += [
                f"/item/{number}/",
                f"/item/{number}/versions/",
                f"/item/{number}/qr.svg",
                f"/item/{number}/?print=1",
            ]
            paths += [f"/item/{number}/versions/{n}/" for n in (1, 2)]
        for key in Attachment.objects.filter(version__item=item_id).values_list("key", flat=True):
            paths += [f"/file/{key}/", f"/file/{key}/{quote(canary(kind, '附件名'))}.txt"]
    for n in range(len(KINDS)):
        for words in (f"金丝雀{n}号", "金丝雀", f"{n}号藏在"):
            paths += [f"/search/?q={quote(words)}", f"/search/suggest/?q={quote(words)}"]
    return paths


def crawl(world, planted: dict[str, int]) -> list[str]:
    """Every canary that a stranger found, with its address."""
    client = Client(raise_request_exception=False)
    waiting = deque(dict.fromkeys(starting_points(world, planted)))
    seen, found = set(waiting), []
    read = 0
    while waiting and read < MAX_PAGES:
        path = waiting.popleft()
        answer = client.get(path)
        read += 1
        raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = html.unescape(raw.decode("utf-8", "replace")) + str(answer.headers)
        found += [f"{path}: {words}" for words in canaries_in(text)]
        if answer.status_code >= 500:
            found.append(f"{path}: {answer.status_code}")
        for link in re.findall(r"""(?:href|src|<loc>|<link>)=?["']?([^"'<> ]+)""", text):
            target = urlsplit(urljoin(f"http://testserver{path}", link))
            where = target.path + (f"?{target.query}" if target.query else "")
            if (
                target.hostname in ("testserver", "127.0.0.1")
                and where not in seen
                and "/static/" not in where
            ):
                seen.add(where)
                waiting.append(where)
    return found


def canaries_in(text: str) -> list[str]:
    return [canary(kind, place) for kind in KINDS for place in PLACES if canary(kind, place) in text]


def commands() -> list[str]:
    """What the command line hands out for the public: export and search."""
    found = []
    for words in (
        ["item", "export", "--json"],
        *(["search", "query", f"金丝雀{n}号", "--json"] for n in range(len(KINDS))),
    ):
        result = CliRunner().invoke(app, words)
        found += [f"gongkai {' '.join(words)}: {one}" for one in canaries_in(result.stdout)]
        if result.exit_code:
            found.append(f"gongkai {' '.join(words)}: exit {result.exit_code}")
    return found


@pytest.fixture
def planted(world):
    made = {kind: plant(world, kind) for kind in KINDS}
    indexing.rebuild(lambda done, total: None)
    return made


@pytest.mark.sweep
def test_no_canary_is_found_on_any_way_out(world, planted):
    assert crawl(world, planted) == []
    assert commands() == []
    assert ItemLink.objects.filter(target=world.own["published"]).count() == len(KINDS)


@pytest.mark.sweep
def test_mutant_a_public_filter_that_forgets_the_audience_is_caught(world, planted, monkeypatch):
    import gongkai.disclosure.queries.public as public

    def careless():
        return Item.objects.filter(public_version__isnull=False)

    monkeypatch.setattr(public, "public_items", careless)
    monkeypatch.setattr(public, "is_public", lambda item: item.public_version_id is not None)
    assert any(canary("own_staff", "正文") in words for words in crawl(world, planted))
