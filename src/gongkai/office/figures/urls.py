"""Everything under /office/figures/."""

from gongkai.office.figures import dashboard, page, records

urls = [*dashboard.urls, *page.urls, *records.urls]
