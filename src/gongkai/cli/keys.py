"""`gongkai keys …`: which keys there are, a new one, everything sealed anew under it, the old one away."""

from __future__ import annotations

import signal

import typer

from gongkai.cases.actions.resealing import (
    PURPOSES,
    RESEAL,
    KeyStays,
    remove_old_keys,
    reseal,
    rotate_key,
    values_under_older_keys,
)
from gongkai.cli.output import HOST, LATER, REFUSED, now, progress, put_json, say, stop
from gongkai.crypto.keys import key_files
from gongkai.jobs.actions import enqueue
from gongkai.jobs.worker import drain

keys_app = typer.Typer(no_args_is_help=True)


@keys_app.command("list")
def list_keys(as_json: bool = typer.Option(False, "--json", help="以 JSON 输出")) -> None:
    """有哪些密钥，各是哪天生成的，还有多少内容用旧密钥加密。

    例：gongkai keys list
    """
    found = [
        {
            "purpose": purpose,
            "label": label,
            "keys": [{"age": one.age, "made_at": one.made_at} for one in files],
            "under_older": values_under_older_keys(purpose) if len(files) > 1 else 0,
        }
        for purpose, label in PURPOSES.items()
        for files in [key_files(purpose)]
    ]
    if as_json:
        put_json(found)
        return
    for one in found:
        made = [f"{file['made_at']:%Y-%m-%d}" for file in one["keys"]]  # type: ignore[attr-defined]
        say(f"{one['purpose']}：{one['label']}。{'、'.join(made) or '还没有用过'}")
        if one["under_older"]:
            say(f"  {one['under_older']} 条还是旧密钥，运行 gongkai keys reseal")


@keys_app.command("rotate")
def rotate(purpose: str = typer.Argument(..., help="、".join(PURPOSES))) -> None:
    """换一把新密钥。旧的留着，还能打开以前的内容。

    例：gongkai keys rotate applicants
    """
    try:
        count = rotate_key(purpose=purpose, by=HOST, at=now())
    except KeyStays as refusal:
        stop(str(refusal), REFUSED)
    drain(at=now())
    say(f"换好了，现在有 {count} 把。接着运行 gongkai keys reseal。")


@keys_app.command("reseal")
def reseal_all(
    later: bool = typer.Option(False, "--later", help="交给后台去做"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """把加密的内容都换成用最新的密钥。可以随时停下，再运行一次接着做。

    例：gongkai keys reseal
    """
    if later:
        enqueue(kind=RESEAL, title="用新密钥重新加密", params={}, by=HOST, at=now())
        drain(at=now())
        say("后台在做，在“后台任务”里看进度。")
        return
    asked: list[bool] = []
    before = signal.signal(signal.SIGINT, lambda *_: asked.append(True))
    try:
        with progress("重新加密", None) as told:
            changed = reseal(
                by=HOST, at=now(), told=lambda _, looked: told(looked), should_stop=lambda: bool(asked)
            )
    finally:
        signal.signal(signal.SIGINT, before)
    drain(at=now())
    if as_json:
        put_json({"changed": changed, "finished": not asked})
    if asked:
        stop(f"停下了，换了 {changed} 条。再运行一次接着做。", LATER)
    say(f"换了 {changed} 条。旧密钥可以用 gongkai keys remove-old 删掉。")


@keys_app.command("remove-old")
def remove_old(purpose: str = typer.Argument(..., help="、".join(PURPOSES))) -> None:
    """删掉旧密钥。还有内容要靠它打开的，不删。

    例：gongkai keys remove-old applicants
    """
    try:
        count = remove_old_keys(purpose=purpose, by=HOST, at=now())
    except KeyStays as refusal:
        stop(str(refusal), REFUSED)
    drain(at=now())
    say(f"删掉了 {count} 把旧密钥。以前的备份要靠它打开的，再也打不开了。")
