"""Everything under /office/reports/."""

from gongkai.office.reports import acts, desk, page, settings

urls = [*desk.urls, *settings.urls, *page.urls, *acts.urls]
