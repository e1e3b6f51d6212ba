"""Addresses of the citizens' pages. They are promises: an address once given stays, or leads on."""

from django.urls import path

from gongkai.components.views import style_page
from gongkai.portal import (
    blocks,
    calendar,
    feeds,
    figures,
    fixed,
    home,
    items,
    lists,
    privacy,
    reports,
    searching,
    theme,
    units,
)
from gongkai.portal.cases import published as answers
from gongkai.portal.cases import urls as cases
from gongkai.portal.citizens import pages as citizens

urlpatterns = [
    path("", home.home),
    # the five fixed blocks, of the whole and of each unit
    path("guide/", blocks.guide),
    path("rules/", blocks.rules),
    path("proactive/", blocks.proactive),
    path("annual-reports/", blocks.annual_reports),
    path("annual-reports/<int:year>/<str:code>/", reports.report),
    path("annual-reports/<int:year>/<str:code>/<str:name>", reports.file),
    path("request/", blocks.request_how),
    # how openness goes, in numbers
    path("figures/", figures.figures),
    path("figures/data.csv", figures.as_csv),
    path("figures/data.json", figures.as_json),
    path("unit/<str:code>/guide/", blocks.guide),
    path("unit/<str:code>/rules/", blocks.rules),
    path("unit/<str:code>/proactive/", blocks.proactive),
    path("unit/<str:code>/annual-reports/", blocks.annual_reports),
    path("unit/<str:code>/request/", blocks.request_how),
    # lists
    path("unit/", units.units),
    path("unit/<str:code>/", units.unit),
    path("unit/<str:code>/list/", units.unit_list),
    path("unit/<str:code>/feed/", feeds.unit_feed),
    path("topic/", blocks.proactive),
    path("topic/<str:code>/", lists.by_topic),
    path("topic/<str:code>/feed/", feeds.topic_feed),
    path("kind/", lists.kinds),
    path("kind/<str:code>/", lists.by_kind),
    path("stage/", lists.stages),
    path("stage/<str:code>/", lists.by_stage),
    path("list/", lists.everything),
    # one item; an index number holds a slash
    path("item/<path:index_no>/versions/<int:number>/", items.version),
    path("item/<path:index_no>/versions/", items.versions),
    path("item/<path:index_no>/qr.svg", items.qr_code),
    path("item/<path:index_no>/", items.item),
    path("file/<str:key>/<str:name>", items.file),
    path("file/<str:key>/", items.file),
    # search
    path("search/", searching.search),
    path("search/suggest/", searching.suggestions),
    # to write to an office, and to follow it
    *cases.urls,
    *citizens.urls,
    *answers.urls,
    # for machines
    path("feed/", feeds.whole_feed),
    path("sitemap.xml", feeds.sitemap),
    path("sitemap-<int:number>.xml", feeds.sitemap_part),
    path("robots.txt", feeds.robots),
    path("healthz", fixed.healthz),
    # the rest
    path("calendar/", calendar.calendar_page),
    path("points/", fixed.points),
    path("accessibility/", fixed.accessibility),
    path("privacy/", privacy.privacy),
    path("report/", fixed.report),
    path("style/", style_page),
    path("theme/", theme.theme),
    path("theme.css", theme.theme_css),
]
