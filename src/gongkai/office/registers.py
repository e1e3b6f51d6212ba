"""The addresses of the registers: what stands behind the daily work on items."""

from gongkai.office import (
    catalogue,
    deliveries,
    duties,
    health,
    import_columns,
    import_mending,
    imports,
    jobs,
    ledger,
    people,
    reorganising,
    routes,
    table_imports,
    units,
)

urls = [
    *jobs.urls,
    *imports.urls,
    *import_columns.urls,
    *import_mending.urls,
    *table_imports.urls,
    *ledger.urls,
    *catalogue.urls,
    *duties.urls,
    *units.urls,
    *reorganising.urls,
    *people.urls,
    *routes.urls,
    *deliveries.urls,
    *health.urls,
]
