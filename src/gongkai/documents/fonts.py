"""Which fonts a PDF is set in: the ones that GB/T 9704 names where the office owns them, else a free Song."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from gongkai.documents.problems import NoChineseFont

FALLBACK = (
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "思源宋体",
    "宋体",
    "SimSun",
    "FandolSong",
    "LXGW WenKai",
    "霞鹜文楷",
    "AR PL UMing CN",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
)
BODY = (
    "仿宋_GB2312",
    "FangSong_GB2312",
    "仿宋",
    "FangSong",
    "方正仿宋_GBK",
    "FZFangSong-Z02",
    "STFangsong",
    "华文仿宋",
)
TITLE = ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S", "小标宋体")
HEADING = ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "STHeiti", "华文黑体")
KAI = ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "FZKai-Z03", "STKaiti", "华文楷体")
_FREE_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "思源黑体", "WenQuanYi Zen Hei")
_FREE_KAI = ("LXGW WenKai", "霞鹜文楷")
_SETS = 8


@dataclass(frozen=True)
class FontChoice:
    """Families in the order of preference, only those that are there. `title_is_bold`: no 小标宋, so a bold Song."""

    fonts: typst.Fonts
    body: tuple[str, ...]
    title: tuple[str, ...]
    title_is_bold: bool
    heading: tuple[str, ...] = ()
    kai: tuple[str, ...] = ()

    def names(self) -> dict[str, Any]:
        """For a template: body, title, heading 黑体, kai 楷体 and title_is_bold."""
        return {
            "body": self.body,
            "title": self.title,
            "heading": self.heading,
            "kai": self.kai,
            "title_is_bold": self.title_is_bold,
        }


def fonts_for(home: Path, *, system: bool = True) -> FontChoice:
    """The fonts of this machine and of `home`/fonts. Raises NoChineseFont when none of them draws Chinese."""
    own = home / "fonts"
    files = sorted(own.iterdir()) if own.is_dir() else []
    seen = tuple((file.name, file.stat().st_mtime_ns) for file in files)
    return _fonts(str(own) if files else "", seen, system)


@lru_cache(maxsize=_SETS)
def _fonts(folder: str, seen: tuple[tuple[str, int], ...], system: bool) -> FontChoice:
    fonts = typst.Fonts(include_system_fonts=system, font_paths=[Path(folder)] if folder else [])
    here = set(fonts.families())
    body = tuple(family for family in (*BODY, *FALLBACK) if family in here)
    title = tuple(family for family in (*TITLE, *FALLBACK) if family in here)
    if not body:
        raise NoChineseFont(
            "这台机器上没有能显示中文的字体，生成不了 PDF。请安装 Noto Serif CJK（思源宋体），"
            "或者把本单位有权使用的字体文件放进数据目录的 fonts 文件夹。Word 文件不受影响。"
        )
    heading = tuple(family for family in (*HEADING, *_FREE_SANS, *FALLBACK) if family in here)
    kai = tuple(family for family in (*KAI, *_FREE_KAI, *FALLBACK) if family in here)
    return FontChoice(fonts, body, title, title[0] not in TITLE, heading, kai)
