"""The addresses of the registers 登记册."""

from gongkai.office.register import batches, entries, overview, sheets, years

urls = [*overview.urls, *batches.urls, *sheets.urls, *entries.urls, *years.urls]
