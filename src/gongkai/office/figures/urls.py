"""Everything under /office/figures/."""

from gongkai.office.figures import dashboard, listing, page, records

urls = [*dashboard.urls, *listing.urls, *page.urls, *records.urls]
