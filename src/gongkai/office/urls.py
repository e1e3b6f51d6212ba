"""Everything under /office/. Each area lists its own addresses; this page only puts them together."""

from gongkai.office import inbox, items, listing, login, review

app_name = "office"

urlpatterns = [
    *login.urls,
    *inbox.urls,
    *listing.urls,
    *items.urls,
    *review.urls,
    # Registers: catalogue, units, people, ledger, deliveries, jobs, imports, routes go here.
]
