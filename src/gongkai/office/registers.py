"""The addresses of the registers: what stands behind the daily work on items."""

from gongkai.office import imports, jobs, ledger

urls = [
    *jobs.urls,
    *imports.urls,
    *ledger.urls,
]
