"""Addresses of writing and following."""

from django.urls import path

from gongkai.portal.cases import choosing, flow, following, found, own_data, start

urls = [
    path("write/", start.sorter),
    path("write/stay/", flow.stay),
    path("write/drop/", flow.drop),
    path("write/<slug:kind>/", choosing.choose),
    path("write/<slug:kind>/how/", start.chart),
    path("write/<slug:kind>/found/", found.found),
    path("write/<slug:kind>/<str:unit>/", flow.first),
    path("write/<slug:kind>/<str:unit>/check/", flow.check),
    path("write/<slug:kind>/<str:unit>/done/", flow.done),
    path("write/<slug:kind>/<str:unit>/<slug:code>/", flow.ask),
    path("case/", following.enquire),
    path("case/leave/", following.leave),
    path("case/<str:number>/", following.state),
    path("case/<str:number>/data/", own_data.data),
    path("case/<str:number>/data/copy/", own_data.copy),
    path("case/<str:number>/rate/", following.evaluate),
    path("case/<str:number>/do/<slug:act>/", following.do),
    path("case/<str:number>/file/<str:key>/", following.file),
]
