"""What every page knows of the site it belongs to, and what every staff page knows of its frame.

The facts are the same for everyone: a public page is a pure function, so nothing here depends on the reader.
The look (care mode, contrast, dark) comes from /theme.css alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gongkai.components.parts import Link, NavGroup
from gongkai.units.queries import site_facts

NAVIGATION: tuple[Link, ...] = (
    Link("首页", "/"),
    Link("按机关", "/unit/"),
    Link("按主题", "/topic/"),
    Link("按种类", "/kind/"),
    Link("按环节", "/stage/"),
    Link("查阅点", "/points/"),
)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """Name of the government and the foot of every page."""

    name: str = "人民政府"
    platform: str = "政府信息公开平台"
    organiser: str = ""  # 主办单位
    site_code: str = ""  # 网站标识码, 10 digits
    icp: str = ""  # ICP 备案号
    police: str = ""  # 公安备案号
    phone: str = ""
    address: str = ""
    error_report_url: str = "/report/"  # 我为政府网站找错
    accessibility_url: str = "/accessibility/"
    privacy_url: str = "/privacy/"
    contact_url: str = "/guide/"
    calendar_url: str = "/calendar/"  # 工作日日历和期限计算
    figures_url: str = "/figures/"  # 公开数据
    login_label: str = ""  # of the login for citizens, where one is set up
    my_url: str = "/my/"
    search_path: str = "/search/"
    suggest_path: str = "/search/suggest/"
    demo: bool = False
    navigation: Sequence[Link] = field(default=NAVIGATION)


@dataclass(frozen=True, slots=True)
class OfficeFrame:
    """The bar and the side list of a staff page."""

    unit: str = ""
    person: str = ""  # 李晓芸 · 保密审查员
    acting_for: str = ""  # 代 王建军（B 角）
    groups: Sequence[NavGroup] = ()
    find_path: str = "/office/find/"
    home_path: str = "/office/"
    logout_path: str = "/office/logout/"
    public_path: str = "/"
    keep_alive_path: str = ""
    session_seconds: int = 0


_office_frame: Callable[[HttpRequest], OfficeFrame] | None = None


def register_office_frame(callback: Callable[[HttpRequest], OfficeFrame]) -> None:
    """Let the office fill its bar and side list; called once from its AppConfig.ready."""
    global _office_frame
    _office_frame = callback


def current_site() -> SiteFacts:
    """What the installation says of itself now; also for pages rendered without a request (page store, export)."""
    facts = site_facts()
    return SiteFacts(
        name=facts.root_name or "人民政府",
        platform=facts.site_name.removeprefix(facts.root_name) or "政府信息公开平台",
        organiser=facts.disclosure_unit,
        site_code=facts.site_code,
        icp=facts.icp,
        police=facts.police,
        phone=facts.phone,
        address=facts.address,
        demo=facts.is_demo,
        login_label=settings.OIDC["label"] if settings.OIDC["issuer"] else "",
    )


def current_frame(request: HttpRequest | None) -> OfficeFrame:
    if request is None or _office_frame is None:
        return OfficeFrame()
    return _office_frame(request)


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site` on every page; `office` is worked out only by a page that shows it."""
    return {
        "site": SimpleLazyObject(current_site),
        "office": SimpleLazyObject(lambda: current_frame(request)),
    }
