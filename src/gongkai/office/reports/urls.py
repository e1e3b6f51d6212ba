"""Everything under /office/reports/."""

from gongkai.office.reports import acts, desk, page, reading, settings

urls = [*desk.urls, *settings.urls, *reading.urls, *page.urls, *acts.urls]
