"""T01's one table: who gets which answer at which address.

Each row holds the answers for the own unit's thing and, where they differ, for another unit's. A letter is a role
(world.ACTORS), `login` the way to the login page, `+` an answer whose request changed something. Methods that are not
listed answer 405. New addresses: `pytest tests/sweeps/draft_expected.py -s`, read, judge, enter.
"""

# fmt: off
PUBLIC = {"GET": ("200:-OH12SLPDUXYZ",)}

EXPECTED: dict[str, dict[str, tuple[str, ...]]] = {
    "office/login/": {
        "GET": ("200:- 302:OH12SLPDUXYZ",),
        "POST": ("200:-OH12SLPDUXYZ",),
        "PUT": ("405:-OH12SLPDUXYZ",),
        "DELETE": ("405:-OH12SLPDUXYZ",),
    },
    "office/logout/": {
        "GET": ("405:-OH12SLPDUXYZ",),
        "POST": ("302:- 302+:OH12SLPDUXYZ",),
        "PUT": ("405:-OH12SLPDUXYZ",),
        "DELETE": ("405:-OH12SLPDUXYZ",),
    },
    "office/password/": {
        "GET": ("200:OH12SLPDUXYZ login:-",),
        "POST": ("200:OH12SLPDUXYZ login:-",),
    },
    "office/keep-alive/": {
        "GET": ("204:OH12SLPDUXYZ login:-",),
    },
    "office/": {
        "GET": ("200:OH12SLPDUXYZ login:-",),
    },
    "office/inbox/<slug:code>/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-",),
    },
    "office/figures/": {
        "GET": ("200:DU 302:OH12SLP 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/figures/unit/<int:unit_id>/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-", "200:DU 403:XYZ 404:OH12SLP login:-"),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/figures/all/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/figures/<str:code>/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/figures/<str:code>/records/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/reports/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/reports/compute/": {
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
    },
    "office/reports/begin/": {
        "POST": ("302+:OLD 403:H12SPUXYZ login:-",),
    },
    "office/reports/settings/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("403:OH12SLPUXYZ 405:D login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/reports/settings/term/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/reports/settings/owing/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/reports/read/": {
        "GET": ("200:OLD 403:H12SPUXYZ login:-",),
        "POST": ("403:H12SPUXYZ 422:OLD login:-",),
        "PUT": ("403:H12SPUXYZ 405:OLD login:-",),
        "DELETE": ("403:H12SPUXYZ 405:OLD login:-",),
    },
    "office/reports/read/<str:token>/": {
        "GET": ("200:O 403:H12SPUXYZ 404:LD login:-", "403:H12SPUXYZ 404:OLD login:-"),
        "POST": ("302+:O 403:H12SPUXYZ 404:LD login:-", "403:H12SPUXYZ 404:OLD login:-"),
        "PUT": ("403:H12SPUXYZ 405:OLD login:-",),
        "DELETE": ("403:H12SPUXYZ 405:OLD login:-",),
    },
    "office/reports/<int:report_id>/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/reports/<int:report_id>/cell/<path:address>/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/reports/<int:report_id>/file/<slug:form>/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/reports/<int:report_id>/act/<slug:act>/": {
        "GET": ("200:L 403:OH12SPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
        "POST": ("302+:L 403:OH12SPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
    },
    "office/reports/<int:report_id>/compute/": {
        "POST": ("302+:OLD 403:H12SPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/reports/<int:report_id>/words/": {
        "GET": ("200:OL 403:H12SPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OL 403:H12SPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
    },
    "office/registers/": {
        "GET": ("200:DU 302:OH12SLP 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/registers/<int:unit_id>/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-", "200:DU 403:XYZ 404:OH12SLP login:-"),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/registers/import/": {
        "GET": ("200:OD 403:H12SLPUXYZ login:-",),
        "POST": ("403:H12SLPUXYZ 405:OD login:-",),
        "PUT": ("403:H12SLPUXYZ 405:OD login:-",),
        "DELETE": ("403:H12SLPUXYZ 405:OD login:-",),
    },
    "office/registers/batches/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/registers/batches/<int:batch_id>/undo/": {
        "GET": ("200:OD 403:H12SLPUXYZ login:-", "200:D 403:UXYZ 404:OH12SLP login:-"),
        "POST": ("302+:OD 403:H12SLPUXYZ login:-", "302+:D 403:UXYZ 404:OH12SLP login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/registers/<int:unit_id>/<slug:register>/<int:year>/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-", "200:DU 403:XYZ 404:OH12SLP login:-"),
        "POST": ("302+:OD 403:H12SLPUXYZ login:-", "302+:D 403:UXYZ 404:OH12SLP login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/registers/<int:unit_id>/<slug:register>/<int:year>/none/": {
        "GET": ("403:XYZ 405:OH12SLPDU login:-",),
        "POST": ("302+:OD 403:H12SLPUXYZ login:-", "302+:D 403:UXYZ 404:OH12SLP login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/registers/<int:unit_id>/<slug:register>/<int:year>/new/": {
        "GET": ("200:OD 403:H12SLPUXYZ login:-", "200:D 403:UXYZ 404:OH12SLP login:-"),
        "POST": ("302+:OD 403:H12SLPUXYZ login:-", "302+:D 403:UXYZ 404:OH12SLP login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/registers/entries/<int:entry_id>/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-", "200:DU 403:XYZ 404:OH12SLP login:-"),
        "POST": ("302+:OD 403:H12SLPUXYZ login:-", "302+:D 403:UXYZ 404:OH12SLP login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/registers/entries/<int:entry_id>/remove/": {
        "GET": ("200:OD 403:H12SLPUXYZ login:-", "200:D 403:UXYZ 404:OH12SLP login:-"),
        "POST": ("302+:OD 403:H12SLPUXYZ login:-", "302+:D 403:UXYZ 404:OH12SLP login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/registers/years/<int:unit_id>/<int:year>/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-", "200:D 403:UXYZ 404:OH12SLP login:-"),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-", "302+:D 403:UXYZ 404:OH12SLP login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/answers/": {
        "GET": ("200:OH12SLDU 403:PXYZ login:-",),
        "POST": ("403:PXYZ 405:OH12SLDU login:-",),
        "PUT": ("403:PXYZ 405:OH12SLDU login:-",),
        "DELETE": ("403:PXYZ 405:OH12SLDU login:-",),
    },
    "office/cases/<int:case_id>/answer/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
        "POST": ("302+:HLD 403:O12SU 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/answer/publish/": {
        "GET": ("200:LD 403:OH12SU 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:LD 403:OH12SU 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/answer/withdraw/": {
        "GET": ("200:LD 403:OH12SU 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:LD 403:OH12SU 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/answer/hide/": {
        "GET": ("200:D 403:OH12SLU 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:D 403:OH12SLU 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/answer/unhide/": {
        "GET": ("200:D 403:OH12SLU 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:D 403:OH12SLU 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/knowledge/": {
        "GET": ("200:OH12SLDU 403:PXYZ login:-",),
        "POST": ("403:PXYZ 405:OH12SLDU login:-",),
        "PUT": ("403:PXYZ 405:OH12SLDU login:-",),
        "DELETE": ("403:PXYZ 405:OH12SLDU login:-",),
    },
    "office/knowledge/new/": {
        "GET": ("200:OHLD 403:12SPUXYZ login:-",),
        "POST": ("302+:OHLD 403:12SPUXYZ login:-",),
        "PUT": ("403:PXYZ 405:OH12SLDU login:-",),
        "DELETE": ("403:PXYZ 405:OH12SLDU login:-",),
    },
    "office/knowledge/offer/": {
        "GET": ("200:OH12SLDU 403:PXYZ login:-",),
        "POST": ("200:OH12SLDU 403:PXYZ login:-",),
        "PUT": ("403:PXYZ 405:OH12SLDU login:-",),
        "DELETE": ("403:PXYZ 405:OH12SLDU login:-",),
    },
    "office/knowledge/<int:article_id>/": {
        "GET": ("200:OH12SLDU 403:PXYZ login:-",),
        "POST": ("302+:OHLD 403:12SPUXYZ login:-", "302+:D 403:OH12SLPUXYZ login:-"),
        "PUT": ("403:PXYZ 405:OH12SLDU login:-",),
        "DELETE": ("403:PXYZ 405:OH12SLDU login:-",),
    },
    "office/knowledge/<int:article_id>/end/": {
        "GET": ("403:PXYZ 405:OH12SLDU login:-",),
        "POST": ("302+:OHLD 403:12SPUXYZ login:-", "302+:D 403:OH12SLPUXYZ login:-"),
        "PUT": ("403:PXYZ 405:OH12SLDU login:-",),
        "DELETE": ("403:PXYZ 405:OH12SLDU login:-",),
    },
    "office/experts/": {
        "GET": ("200:OH12SLDU 403:PXYZ login:-",),
        "POST": ("403:PXYZ 405:OH12SLDU login:-",),
        "PUT": ("403:PXYZ 405:OH12SLDU login:-",),
        "DELETE": ("403:PXYZ 405:OH12SLDU login:-",),
    },
    "office/experts/new/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/experts/<int:expert_id>/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/experts/<int:expert_id>/end/": {
        "GET": ("403:OH12SLPUXYZ 405:D login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/often-asked/": {
        "GET": ("200:DU 403:OH12SLPXYZ login:-",),
        "POST": ("403:OH12SLPXYZ 405:DU login:-",),
        "PUT": ("403:OH12SLPXYZ 405:DU login:-",),
        "DELETE": ("403:OH12SLPXYZ 405:DU login:-",),
    },
    "office/often-asked/draft/": {
        "GET": ("403:OH12SLPUXYZ 404:D login:-",),
        "POST": ("403:OH12SLPUXYZ 404:D login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/accountability/": {
        "GET": ("200:OH12SLDU 403:PXYZ login:-",),
        "POST": ("403:PXYZ 405:OH12SLDU login:-",),
        "PUT": ("403:PXYZ 405:OH12SLDU login:-",),
        "DELETE": ("403:PXYZ 405:OH12SLDU login:-",),
    },
    "office/accountability/<int:entry_id>/": {
        "GET": ("200:D 403:OH12SLU 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:D 403:OH12SLU 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/items/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OHLD 403:12SU 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-",),
    },
    "office/cases/in/<slug:view>/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-",),
    },
    "office/cases/<int:case_id>/peek/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/next/": {
        "GET": ("302:OH12SLDU 404:PXYZ login:-",),
    },
    "office/cases/new/": {
        "GET": ("200:OHLD 403:12SU 404:PXYZ login:-",),
    },
    "office/cases/new/<slug:kind>/": {
        "GET": ("200:HD 403:O12SLU 404:PXYZ login:-",),
        "POST": ("302+:HD 403:O12SLU 404:PXYZ login:-",),
    },
    "office/cases/new/<slug:kind>/suggestions/": {
        "POST": ("200:HD 403:O12SLU 404:PXYZ login:-",),
    },
    "office/cases/wishes/": {
        "GET": ("200:OH12SLD 403:PUXYZ login:-",),
        "POST": ("403:PUXYZ 405:OH12SLD login:-",),
        "PUT": ("403:PUXYZ 405:OH12SLD login:-",),
        "DELETE": ("403:PUXYZ 405:OH12SLD login:-",),
    },
    "office/cases/wishes/<int:wish_id>/": {
        "GET": ("200:HLD 403:PUXYZ 404:O12S login:-", "200:D 403:PUXYZ 404:OH12SL login:-"),
        "POST": ("200:HLD 403:PUXYZ 404:O12S login:-", "200:D 403:PUXYZ 404:OH12SL login:-"),
        "PUT": ("403:PUXYZ 405:OH12SLD login:-",),
        "DELETE": ("403:PUXYZ 405:OH12SLD login:-",),
    },
    "office/cases/retention/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("403:OH12SLPUXYZ 405:D login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/cases/retention/<slug:kind>/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("403:OH12SLPUXYZ 422:D login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/cases/notices/failed/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-",),
    },
    "office/cases/notices/<int:notice_id>/again/": {
        "POST": ("302:OH12SLD 403:U 404:PXYZ login:-", "302:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/topics/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-",),
    },
    "office/cases/<int:case_id>/suggestions/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/receipt/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/files/<str:key>/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/why/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/why/<int:side_id>/": {
        "GET": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/personal/": {
        "GET": ("200:HLD 403:O12SU 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("200+:HLD 403:O12SU 404:PXYZ login:-", "200+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/act/<slug:act>/": {
        "GET": ("200:HD 403:O12SLU 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:HD 403:O12SLU 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/letters/<str:key>/<slug:form>/": {
        "GET": ("200:HLD 403:O12SU 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/events/<int:event_id>/amend/": {
        "GET": ("200:OH12SLD 403:U 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OH12SLD 403:U 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/changes/<int:change_id>/": {
        "GET": ("200:OH12SD 403:LU 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OH12SD 403:LU 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/presence/": {
        "POST": ("200:OH12SLDU 404:PXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/claim/": {
        "POST": ("302+:OH12SLD 403:U 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/give-back/": {
        "POST": ("302:OH12SLD 403:U 404:PXYZ login:-", "302:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/note/": {
        "POST": ("302+:OH12SLD 403:U 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/assign/": {
        "GET": ("200:OH12SLD 403:U 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OH12SLD 403:U 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/transfer/": {
        "GET": ("200:OH12SLD 403:U 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OH12SLD 403:U 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/help/": {
        "GET": ("200:OH12SLD 403:U 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OH12SLD 403:U 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/help/<int:help_id>/": {
        "GET": ("200:OH12SL 403:DU 404:PXYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OH12SL 403:DU 404:PXYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/merge/": {
        "GET": ("200:OH12SLD 403:U 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OH12SLD 403:U 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/<int:case_id>/split/": {
        "GET": ("200:OH12SLD 403:U 404:PXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OH12SLD 403:U 404:PXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-",),
    },
    "office/items/new/": {
        "GET": ("200:OHD 403:12SLPUXYZ login:-",),
        "POST": ("302+:OHD 403:12SLPUXYZ login:-",),
        "PUT": ("403:12SLPUXYZ 405:OHD login:-",),
        "DELETE": ("403:12SLPUXYZ 405:OHD login:-",),
    },
    "office/items/<int:item_id>/edit/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/abandon/": {
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/attach/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/attach/<int:attachment_id>/remove/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/decide/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302:OHD 403:12SLPU 404:XYZ login:-", "302:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/decide/<slug:code>/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302:OHD 403:12SLPU 404:XYZ login:-", "302:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/decided/<slug:code>/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/peek/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/presence/": {
        "POST": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/steps/<int:step_id>/pass/": {
        "POST": ("302+:1 403:OH2SLPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/steps/<int:step_id>/return/": {
        "POST": ("302+:1 403:OH2SLPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/steps/<int:step_id>/side/": {
        "POST": ("302+:1 403:OH2SLPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/side/<int:side_path_id>/": {
        "POST": ("302+:SD 403:OH12LPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/comment/": {
        "POST": ("302+:OH12SLPD 403:U 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/comments/<int:comment_id>/settle/": {
        "POST": ("302+:OH12SLPD 403:U 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/redactions/<int:redaction_id>/undo/": {
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/redactions/<int:redaction_id>/erase/": {
        "GET": ("403:OH12SLPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
        "POST": ("403:OH12SLPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/erase/": {
        "GET": ("200:D 403:OH12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:D 403:OH12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/findings/": {
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/call-back/": {
        "POST": ("302+:O 403:H12SLPDU 404:XYZ login:-", "403:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/compare/<int:older>/<int:newer>/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/who/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/files/<str:key>/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/files/<str:key>/view/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/files/<str:key>/page/<int:number>/": {
        "GET": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/items/<int:item_id>/files/<str:key>/redact/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("403:12SLPU 404:XYZ 422:OHD login:-", "403:U 404:OH12SLPXYZ 422:D login:-"),
    },
    "office/items/<int:item_id>/redactions/<int:redaction_id>/compare/": {
        "GET": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/items/<int:item_id>/withdraw/": {
        "GET": ("200:PD 403:OH12SLU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:PD 403:OH12SLU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/correct/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/drop-correction/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/urgent/": {
        "GET": ("200:D 403:OH12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:D 403:OH12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/publish-now/": {
        "GET": ("200:PD 403:OH12SLU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:PD 403:OH12SLU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/take-back/": {
        "GET": ("200:PD 403:OH12SLU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:PD 403:OH12SLU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/validity/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/preview/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/links/": {
        "GET": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("200:OHD 403:12SLPU 404:XYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/items/<int:item_id>/links/<int:link_id>/remove/": {
        "POST": ("302+:OHD 403:12SLPU 404:XYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/publications/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-",),
    },
    "office/lists/<slug:code>/bulk/": {
        "POST": ("200:OH12SLU 302+:PD 404:XYZ login:-", "200:OH12SLPU 302+:D 404:XYZ login:-"),
    },
    "office/bulk/<int:job_id>/": {
        "GET": ("200:O 404:H12SLPDUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/bulk/<int:job_id>/retry/": {
        "POST": ("302+:O 404:H12SLPDUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/lists/<slug:code>/view/": {
        "POST": ("302:OH12SLPDU 404:XYZ login:-",),
    },
    "office/lists/<slug:code>/export/": {
        "POST": ("200+:OH12SLPDU 404:XYZ login:-",),
    },
    "office/lists/<slug:code>/filters/": {
        "GET": ("200:OH12SLPDU 404:XYZ login:-",),
        "POST": ("302:OH12SLPDU 404:XYZ login:-",),
    },
    "office/lists/<slug:code>/filters/<int:filter_id>/": {
        "POST": ("302+:O 403:H12SLP 404:DUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/urgent/": {
        "GET": ("200:DU 403:OH12SLPXYZ login:-",),
        "POST": ("403:OH12SLPXYZ 405:DU login:-",),
        "PUT": ("403:OH12SLPXYZ 405:DU login:-",),
        "DELETE": ("403:OH12SLPXYZ 405:DU login:-",),
    },
    "office/jobs/": {
        "GET": ("200:OH12SLPDUXYZ login:-",),
    },
    "office/jobs/<int:job_id>/": {
        "GET": ("200:OX 404:H12SLPDUYZ login:-", "200:X 404:OH12SLPDUYZ login:-"),
    },
    "office/jobs/<int:job_id>/part/": {
        "GET": ("200:OX 404:H12SLPDUYZ login:-", "200:X 404:OH12SLPDUYZ login:-"),
    },
    "office/jobs/<int:job_id>/file/": {
        "GET": ("200:O 404:H12SLPDUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/jobs/<int:job_id>/stop/": {
        "POST": ("302+:OX 404:H12SLPDUYZ login:-", "302+:X 404:OH12SLPDUYZ login:-"),
    },
    "office/jobs/<int:job_id>/resume/": {
        "POST": ("302:OX 404:H12SLPDUYZ login:-", "302:X 404:OH12SLPDUYZ login:-"),
    },
    "office/cases/imports/": {
        "GET": ("200:HD 403:O12SLPUXYZ login:-",),
        "POST": ("403:O12SLPUXYZ 405:HD login:-",),
        "PUT": ("403:O12SLPUXYZ 405:HD login:-",),
        "DELETE": ("403:O12SLPUXYZ 405:HD login:-",),
    },
    "office/cases/imports/new/": {
        "GET": ("200:HD 403:O12SLPUXYZ login:-",),
        "POST": ("302:HD 403:O12SLPUXYZ login:-",),
        "PUT": ("403:O12SLPUXYZ 405:HD login:-",),
        "DELETE": ("403:O12SLPUXYZ 405:HD login:-",),
    },
    "office/cases/imports/template/<slug:kind>/": {
        "GET": ("200:HD 403:O12SLPUXYZ login:-",),
        "POST": ("403:O12SLPUXYZ 405:HD login:-",),
        "PUT": ("403:O12SLPUXYZ 405:HD login:-",),
        "DELETE": ("403:O12SLPUXYZ 405:HD login:-",),
    },
    "office/cases/imports/batches/<int:batch_id>/": {
        "GET": ("200:HDU 404:O12SLPXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/cases/imports/batches/<int:batch_id>/undo/": {
        "GET": ("200:HD 403:U 404:O12SLPXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:HD 403:U 404:O12SLPXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/cases/imports/<str:token>/": {
        "GET": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/cases/imports/<str:token>/mend/": {
        "GET": ("404:OH12SLPDUXYZ login:-",),
        "POST": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/cases/imports/<str:token>/problems/": {
        "GET": ("200:H 404:O12SLPDUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/cases/imports/<str:token>/marked/": {
        "GET": ("200:H 404:O12SLPDUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/cases/imports/<str:token>/discard/": {
        "POST": ("302:H 404:O12SLPDUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/cases/imports/<str:token>/run/": {
        "POST": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/imports/": {
        "GET": ("200:OHD 403:12SLPUXYZ login:-",),
        "POST": ("403:12SLPUXYZ 405:OHD login:-",),
        "PUT": ("403:12SLPUXYZ 405:OHD login:-",),
        "DELETE": ("403:12SLPUXYZ 405:OHD login:-",),
    },
    "office/imports/template/": {
        "GET": ("200:OHD 403:12SLPUXYZ login:-",),
        "POST": ("403:12SLPUXYZ 405:OHD login:-",),
        "PUT": ("403:12SLPUXYZ 405:OHD login:-",),
        "DELETE": ("403:12SLPUXYZ 405:OHD login:-",),
    },
    "office/imports/batches/<int:batch_id>/": {
        "GET": ("200:OHDU 404:12SLPXYZ login:-", "200:DU 404:OH12SLPXYZ login:-"),
    },
    "office/imports/<str:token>/": {
        "GET": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/imports/<str:token>/columns/": {
        "GET": ("404:OH12SLPDUXYZ login:-",),
        "POST": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/imports/<str:token>/mend/": {
        "GET": ("404:OH12SLPDUXYZ login:-",),
        "POST": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/imports/<str:token>/problems/": {
        "GET": ("200:O 404:H12SLPDUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/imports/<str:token>/marked/": {
        "GET": ("200:O 404:H12SLPDUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/imports/<str:token>/discard/": {
        "POST": ("302:O 404:H12SLPDUXYZ login:-", "404:OH12SLPDUXYZ login:-"),
    },
    "office/imports/<str:token>/run/": {
        "POST": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/tables/<slug:what>/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
        "POST": ("302:DX 403:OH12SLPUYZ login:-",),
    },
    "office/tables/<slug:what>/template/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
    },
    "office/tables/<slug:what>/<str:token>/": {
        "GET": ("403:OH12SLPUYZ 404:DX login:-",),
    },
    "office/tables/<slug:what>/<str:token>/problems/": {
        "GET": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/tables/<slug:what>/<str:token>/marked/": {
        "GET": ("403:OH12SLPUYZ 404:DX login:-",),
    },
    "office/tables/<slug:what>/<str:token>/run/": {
        "POST": ("403:OH12SLPUYZ 404:DX login:-",),
    },
    "office/ledger/": {
        "GET": ("200:UZ 403:OH12SLPDXY login:-",),
        "POST": ("403:OH12SLPDXY 405:UZ login:-",),
        "PUT": ("403:OH12SLPDXY 405:UZ login:-",),
        "DELETE": ("403:OH12SLPDXY 405:UZ login:-",),
    },
    "office/ledger/verify/": {
        "GET": ("200:UZ 403:OH12SLPDXY login:-",),
        "POST": ("302+:UZ 403:OH12SLPDXY login:-",),
        "PUT": ("403:OH12SLPDXY 405:UZ login:-",),
        "DELETE": ("403:OH12SLPDXY 405:UZ login:-",),
    },
    "office/ledger/checks/<int:job_id>/": {
        "GET": ("403:OH12SLPDXY 404:UZ login:-",),
        "POST": ("403:OH12SLPDXY 405:UZ login:-",),
        "PUT": ("403:OH12SLPDXY 405:UZ login:-",),
        "DELETE": ("403:OH12SLPDXY 405:UZ login:-",),
    },
    "office/ledger/anchor/": {
        "GET": ("302:UZ 403:OH12SLPDXY login:-",),
        "POST": ("302:UZ 403:OH12SLPDXY login:-",),
        "PUT": ("403:OH12SLPDXY 405:UZ login:-",),
        "DELETE": ("403:OH12SLPDXY 405:UZ login:-",),
    },
    "office/ledger/export/": {
        "GET": ("403:OH12SLPDXY 405:UZ login:-",),
        "POST": ("200+:UZ 403:OH12SLPDXY login:-",),
        "PUT": ("403:OH12SLPDXY 405:UZ login:-",),
        "DELETE": ("403:OH12SLPDXY 405:UZ login:-",),
    },
    "office/ledger/of/<slug:subject_type>/<path:subject_id>/": {
        "GET": ("200:UZ 403:OH12SLPDXY login:-",),
        "POST": ("403:OH12SLPDXY 405:UZ login:-",),
        "PUT": ("403:OH12SLPDXY 405:UZ login:-",),
        "DELETE": ("403:OH12SLPDXY 405:UZ login:-",),
    },
    "office/catalogue/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/catalogue/new/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/catalogue/<int:topic_id>/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/catalogue/<int:parent_id>/new/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/catalogue/<int:topic_id>/edit/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/catalogue/duties/<int:duty_id>/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/catalogue/duties/<int:duty_id>/end/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/duties/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/debts/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/duties/<int:duty_id>/refer/": {
        "GET": ("200:OLPD 403:H12SUXYZ login:-", "200:D 403:OH12SLPUXYZ login:-"),
        "POST": ("302:OLPD 403:H12SUXYZ login:-", "302:D 403:OH12SLPUXYZ login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/duties/<int:duty_id>/nothing/": {
        "GET": ("200:OLPD 403:H12SUXYZ login:-", "200:D 403:OH12SLPUXYZ login:-"),
        "POST": ("302+:OLPD 403:H12SUXYZ login:-", "302+:D 403:OH12SLPUXYZ login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/units/": {
        "GET": ("200:OH12SLPDUX 403:YZ login:-",),
        "POST": ("403:YZ 405:OH12SLPDUX login:-",),
        "PUT": ("403:YZ 405:OH12SLPDUX login:-",),
        "DELETE": ("403:YZ 405:OH12SLPDUX login:-",),
    },
    "office/units/new/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
        "POST": ("302+:DX 403:OH12SLPUYZ login:-",),
        "PUT": ("403:OH12SLPUYZ 405:DX login:-",),
        "DELETE": ("403:OH12SLPUYZ 405:DX login:-",),
    },
    "office/units/<int:unit_id>/": {
        "GET": ("200:OH12SLPDUX 403:YZ login:-",),
        "POST": ("403:YZ 405:OH12SLPDUX login:-",),
        "PUT": ("403:YZ 405:OH12SLPDUX login:-",),
        "DELETE": ("403:YZ 405:OH12SLPDUX login:-",),
    },
    "office/units/<int:unit_id>/details/": {
        "GET": ("200:OLDX 403:H12SPUYZ login:-", "200:DX 403:OH12SLPUYZ login:-"),
        "POST": ("302+:OLDX 403:H12SPUYZ login:-", "302+:DX 403:OH12SLPUYZ login:-"),
        "PUT": ("403:YZ 405:OH12SLPDUX login:-",),
        "DELETE": ("403:YZ 405:OH12SLPDUX login:-",),
    },
    "office/units/<int:unit_id>/names/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
        "POST": ("302+:DX 403:OH12SLPUYZ login:-",),
        "PUT": ("403:OH12SLPUYZ 405:DX login:-",),
        "DELETE": ("403:OH12SLPUYZ 405:DX login:-",),
    },
    "office/units/<int:unit_id>/matters/new/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
        "POST": ("302+:DX 403:OH12SLPUYZ login:-",),
        "PUT": ("403:OH12SLPUYZ 405:DX login:-",),
        "DELETE": ("403:OH12SLPUYZ 405:DX login:-",),
    },
    "office/units/<int:unit_id>/matters/<int:matter_id>/end/": {
        "GET": ("403:OH12SLPUYZ 405:DX login:-",),
        "POST": ("302+:DX 403:OH12SLPUYZ login:-",),
        "PUT": ("403:OH12SLPUYZ 405:DX login:-",),
        "DELETE": ("403:OH12SLPUYZ 405:DX login:-",),
    },
    "office/units/<int:unit_id>/points/new/": {
        "GET": ("200:OLDX 403:H12SPUYZ login:-", "200:DX 403:OH12SLPUYZ login:-"),
        "POST": ("302+:OLDX 403:H12SPUYZ login:-", "302+:DX 403:OH12SLPUYZ login:-"),
        "PUT": ("403:YZ 405:OH12SLPDUX login:-",),
        "DELETE": ("403:YZ 405:OH12SLPDUX login:-",),
    },
    "office/points/<int:point_id>/": {
        "GET": ("200:OLDX 403:H12SPUYZ login:-", "200:DX 403:OH12SLPUYZ login:-"),
        "POST": ("302+:OLDX 403:H12SPUYZ login:-", "302+:DX 403:OH12SLPUYZ login:-"),
        "PUT": ("403:YZ 405:OH12SLPDUX login:-",),
        "DELETE": ("403:YZ 405:OH12SLPDUX login:-",),
    },
    "office/people/": {
        "GET": ("200:XY 403:OH12SLPDUZ login:-",),
        "POST": ("403:OH12SLPDUZ 405:XY login:-",),
        "PUT": ("403:OH12SLPDUZ 405:XY login:-",),
        "DELETE": ("403:OH12SLPDUZ 405:XY login:-",),
    },
    "office/people/<int:user_id>/": {
        "GET": ("200:XY 403:OH12SLPDUZ login:-",),
        "POST": ("403:OH12SLPDUZ 405:XY login:-",),
        "PUT": ("403:OH12SLPDUZ 405:XY login:-",),
        "DELETE": ("403:OH12SLPDUZ 405:XY login:-",),
    },
    "office/people/<int:user_id>/disable/": {
        "GET": ("200:X 403:OH12SLPDUYZ login:-",),
        "POST": ("302+:X 403:OH12SLPDUYZ login:-",),
        "PUT": ("403:OH12SLPDUYZ 405:X login:-",),
        "DELETE": ("403:OH12SLPDUYZ 405:X login:-",),
    },
    "office/people/<int:user_id>/unlock/": {
        "GET": ("403:OH12SLPDUXZ 405:Y login:-",),
        "POST": ("302+:Y 403:OH12SLPDUXZ login:-",),
        "PUT": ("403:OH12SLPDUXZ 405:Y login:-",),
        "DELETE": ("403:OH12SLPDUXZ 405:Y login:-",),
    },
    "office/people/<int:user_id>/posts/new/": {
        "GET": ("200:Y 403:OH12SLPDUXZ login:-",),
        "POST": ("302+:Y 403:OH12SLPDUXZ login:-",),
        "PUT": ("403:OH12SLPDUXZ 405:Y login:-",),
        "DELETE": ("403:OH12SLPDUXZ 405:Y login:-",),
    },
    "office/people/<int:user_id>/posts/<int:post_id>/end/": {
        "GET": ("200:Y 403:OH12SLPDUXZ login:-",),
        "POST": ("302+:Y 403:OH12SLPDUXZ login:-",),
        "PUT": ("403:OH12SLPDUXZ 405:Y login:-",),
        "DELETE": ("403:OH12SLPDUXZ 405:Y login:-",),
    },
    "office/people/<int:user_id>/posts/<int:post_id>/deputy/": {
        "GET": ("200:Y 403:OH12SLPDUXZ login:-",),
        "POST": ("302+:Y 403:OH12SLPDUXZ login:-",),
        "PUT": ("403:OH12SLPDUXZ 405:Y login:-",),
        "DELETE": ("403:OH12SLPDUXZ 405:Y login:-",),
    },
    "office/leave/": {
        "GET": ("200:OH12SLPDUXYZ login:-",),
        "POST": ("302+:OH12SLPDUXYZ login:-",),
    },
    "office/leave/<int:absence_id>/cancel/": {
        "POST": ("404:OH12SLPDUXYZ login:-",),
    },
    "office/routes/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("403:OH12SLPUXYZ 405:D login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/routes/staffing/": {
        "GET": ("200:DXY 403:OH12SLPUZ login:-",),
        "POST": ("403:OH12SLPUZ 405:DXY login:-",),
        "PUT": ("403:OH12SLPUZ 405:DXY login:-",),
        "DELETE": ("403:OH12SLPUZ 405:DXY login:-",),
    },
    "office/routes/<slug:unit_kind>/<slug:route_class>/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/deliveries/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/screening/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/screening/rescan/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/screening/tasks/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/screening/tasks/<int:item_id>/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-", "200:DU 403:XYZ 404:OH12SLP login:-"),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/screening/tasks/<int:item_id>/dismiss/": {
        "GET": ("403:XYZ 405:OH12SLPDU login:-",),
        "POST": ("302+:OPD 403:H12SLUXYZ login:-", "302+:D 403:UXYZ 404:OH12SLP login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/screening/words/": {
        "GET": ("200:DU 403:OH12SLPXYZ login:-",),
        "POST": ("403:OH12SLPXYZ 405:DU login:-",),
        "PUT": ("403:OH12SLPXYZ 405:DU login:-",),
        "DELETE": ("403:OH12SLPXYZ 405:DU login:-",),
    },
    "office/screening/words/template/": {
        "GET": ("200:DU 403:OH12SLPXYZ login:-",),
        "POST": ("403:OH12SLPXYZ 405:DU login:-",),
        "PUT": ("403:OH12SLPXYZ 405:DU login:-",),
        "DELETE": ("403:OH12SLPXYZ 405:DU login:-",),
    },
    "office/screening/words/new/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/screening/words/<slug:list_code>/": {
        "GET": ("200:DU 403:OH12SLPXYZ login:-",),
        "POST": ("403:OH12SLPXYZ 405:DU login:-",),
        "PUT": ("403:OH12SLPXYZ 405:DU login:-",),
        "DELETE": ("403:OH12SLPXYZ 405:DU login:-",),
    },
    "office/screening/words/<slug:list_code>/table/": {
        "GET": ("200:DU 403:OH12SLPXYZ login:-",),
        "POST": ("403:OH12SLPXYZ 405:DU login:-",),
        "PUT": ("403:OH12SLPXYZ 405:DU login:-",),
        "DELETE": ("403:OH12SLPXYZ 405:DU login:-",),
    },
    "office/screening/words/<slug:list_code>/import/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/screening/words/<slug:list_code>/use/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/screening/words/<slug:list_code>/word/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/screening/words/<slug:list_code>/drop/": {
        "GET": ("403:OH12SLPUXYZ 404:D login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/screening/profiles/": {
        "GET": ("200:DU 403:OH12SLPXYZ login:-",),
        "POST": ("403:OH12SLPXYZ 405:DU login:-",),
        "PUT": ("403:OH12SLPXYZ 405:DU login:-",),
        "DELETE": ("403:OH12SLPXYZ 405:DU login:-",),
    },
    "office/screening/profiles/<slug:profile_code>/": {
        "GET": ("200:DU 403:OH12SLPXYZ login:-",),
        "POST": ("403:OH12SLPXYZ 405:DU login:-",),
        "PUT": ("403:OH12SLPXYZ 405:DU login:-",),
        "DELETE": ("403:OH12SLPXYZ 405:DU login:-",),
    },
    "office/screening/profiles/<slug:profile_code>/edit/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/screening/profiles/<slug:profile_code>/<slug:finding_kind>/treatment/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/screening/days/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/screening/try/": {
        "GET": ("200:DU 403:OH12SLPXYZ login:-",),
        "POST": ("200:DU 403:OH12SLPXYZ login:-",),
        "PUT": ("403:OH12SLPXYZ 405:DU login:-",),
        "DELETE": ("403:OH12SLPXYZ 405:DU login:-",),
    },
    "office/calendar/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/calendar/terms/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/calendar/terms/<str:term_code>/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/calendar/reminders/": {
        "GET": ("200:OH12SLPDU 403:XYZ login:-",),
        "POST": ("403:XYZ 405:OH12SLPDU login:-",),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/calendar/warnings/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/calendar/hours/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/calendar/notice/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/calendar/notice/template/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("403:OH12SLPUXYZ 405:D login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/health/": {
        "GET": ("200:X 403:OH12SLPDUYZ login:-",),
        "POST": ("403:OH12SLPDUYZ 405:X login:-",),
        "PUT": ("403:OH12SLPDUYZ 405:X login:-",),
        "DELETE": ("403:OH12SLPDUYZ 405:X login:-",),
    },
    "office/health/index/rebuild/": {
        "GET": ("403:OH12SLPDUYZ 405:X login:-",),
        "POST": ("302+:X 403:OH12SLPDUYZ login:-",),
        "PUT": ("403:OH12SLPDUYZ 405:X login:-",),
        "DELETE": ("403:OH12SLPDUYZ 405:X login:-",),
    },
    "": PUBLIC,
    "guide/": PUBLIC,
    "rules/": PUBLIC,
    "proactive/": PUBLIC,
    "annual-reports/": PUBLIC,
    "annual-reports/<int:year>/<str:code>/": PUBLIC,
    "annual-reports/<int:year>/<str:code>/<str:name>": PUBLIC,
    "request/": PUBLIC,
    "unit/<str:code>/guide/": PUBLIC,
    "unit/<str:code>/rules/": PUBLIC,
    "unit/<str:code>/proactive/": PUBLIC,
    "figures/": PUBLIC,
    "figures/data.csv": PUBLIC,
    "figures/data.json": PUBLIC,
    "unit/<str:code>/annual-reports/": PUBLIC,
    "unit/<str:code>/request/": PUBLIC,
    "unit/": PUBLIC,
    "unit/<str:code>/": PUBLIC,
    "unit/<str:code>/list/": PUBLIC,
    "unit/<str:code>/feed/": PUBLIC,
    "topic/": PUBLIC,
    "topic/<str:code>/": PUBLIC,
    "topic/<str:code>/feed/": PUBLIC,
    "kind/": PUBLIC,
    "kind/<str:code>/": PUBLIC,
    "stage/": PUBLIC,
    "stage/<str:code>/": PUBLIC,
    "list/": PUBLIC,
    "item/<path:index_no>/versions/<int:number>/": PUBLIC,
    "item/<path:index_no>/versions/": PUBLIC,
    "item/<path:index_no>/qr.svg": PUBLIC,
    "item/<path:index_no>/": PUBLIC,
    "file/<str:key>/<str:name>": PUBLIC,
    "file/<str:key>/": PUBLIC,
    "search/": PUBLIC,
    "search/suggest/": PUBLIC,
    "feed/": PUBLIC,
    "sitemap.xml": PUBLIC,
    "sitemap-<int:number>.xml": PUBLIC,
    "robots.txt": PUBLIC,
    "healthz": PUBLIC,
    "write/<slug:kind>/found/": {
        "GET": ("404:-OH12SLPDUXYZ",),
        "POST": ("302:-OH12SLPDUXYZ",),
    },
    "answers/": PUBLIC,
    "answers/feed/": PUBLIC,
    "answers/<str:number>/": PUBLIC,
    "unit/<str:code>/faq/": PUBLIC,
    "write/": PUBLIC,
    "write/stay/": {"GET": ("204:-OH12SLPDUXYZ",)},
    "write/drop/": {"POST": ("302:-OH12SLPDUXYZ",)},
    "write/<slug:kind>/": PUBLIC,
    "write/<slug:kind>/how/": PUBLIC,
    "write/<slug:kind>/<str:unit>/": {"GET": ("302:-OH12SLPDUXYZ",)},
    "write/<slug:kind>/<str:unit>/check/": {"GET": ("302:-OH12SLPDUXYZ",), "POST": ("302:-OH12SLPDUXYZ",)},
    "write/<slug:kind>/<str:unit>/done/": {"GET": ("302:-OH12SLPDUXYZ",)},
    "write/<slug:kind>/<str:unit>/<slug:code>/": {"GET": ("200:-OH12SLPDUXYZ",), "POST": ("422:-OH12SLPDUXYZ",)},
    "case/": {"GET": ("200:-OH12SLPDUXYZ",), "POST": ("422:-OH12SLPDUXYZ",)},
    "case/leave/": {"POST": ("302:-OH12SLPDUXYZ",)},
    "case/<str:number>/": PUBLIC,
    "case/<str:number>/data/": {"GET": ("302:-OH12SLPDUXYZ",), "POST": ("302:-OH12SLPDUXYZ",)},
    "case/<str:number>/data/copy/": {"POST": ("302:-OH12SLPDUXYZ",)},
    "case/<str:number>/rate/": {"POST": ("302:-OH12SLPDUXYZ",)},
    "case/<str:number>/do/<slug:act>/": {"GET": ("302:-OH12SLPDUXYZ",), "POST": ("302:-OH12SLPDUXYZ",)},
    "case/<str:number>/file/<str:key>/": {"GET": ("302:-OH12SLPDUXYZ",)},
    "my/": {"GET": ("404:-OH12SLPDUXYZ",), "POST": ("404:-OH12SLPDUXYZ",)},
    "my/login/": {"GET": ("404:-OH12SLPDUXYZ",)},
    "my/callback/": {"GET": ("404:-OH12SLPDUXYZ",)},
    "my/logout/": {"POST": ("302:-OH12SLPDUXYZ",)},
    "my/case/<str:number>/": {"GET": ("404:-OH12SLPDUXYZ",)},
    "points/": PUBLIC,
    "calendar/": PUBLIC,
    "accessibility/": PUBLIC,
    "privacy/": PUBLIC,
    "report/": PUBLIC,
    "style/": PUBLIC,
    "theme/": PUBLIC,
    "theme.css": PUBLIC,
    "office/imports/new/": {
        "GET": ("200:OHD 403:12SLPUXYZ login:-",),
        "POST": ("302:OHD 403:12SLPUXYZ login:-",),
        "PUT": ("403:12SLPUXYZ 405:OHD login:-",),
        "DELETE": ("403:12SLPUXYZ 405:OHD login:-",),
    },
    "office/imports/batches/<int:batch_id>/undo/": {
        "GET": ("200:OHD 403:U 404:12SLPXYZ login:-", "200:D 403:U 404:OH12SLPXYZ login:-"),
        "POST": ("302+:OHD 403:U 404:12SLPXYZ login:-", "302+:D 403:U 404:OH12SLPXYZ login:-"),
    },
    "office/catalogue/<int:topic_id>/close/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/catalogue/<int:topic_id>/duties/new/": {
        "GET": ("200:D 403:OH12SLPUXYZ login:-",),
        "POST": ("302+:D 403:OH12SLPUXYZ login:-",),
        "PUT": ("403:OH12SLPUXYZ 405:D login:-",),
        "DELETE": ("403:OH12SLPUXYZ 405:D login:-",),
    },
    "office/duties/references/<int:reference_id>/drop/": {
        "GET": ("200:OLPD 403:H12SUXYZ login:-", "200:D 403:OH12SLPUXYZ login:-"),
        "POST": ("302+:OLPD 403:H12SUXYZ login:-", "302+:D 403:OH12SLPUXYZ login:-"),
        "PUT": ("403:XYZ 405:OH12SLPDU login:-",),
        "DELETE": ("403:XYZ 405:OH12SLPDU login:-",),
    },
    "office/points/<int:point_id>/close/": {
        "GET": ("200:OLDX 403:H12SPUYZ login:-", "200:DX 403:OH12SLPUYZ login:-"),
        "POST": ("302+:OLDX 403:H12SPUYZ login:-", "302+:DX 403:OH12SLPUYZ login:-"),
        "PUT": ("403:YZ 405:OH12SLPDUX login:-",),
        "DELETE": ("403:YZ 405:OH12SLPDUX login:-",),
    },
    "office/units/<int:unit_id>/rename/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
        "POST": ("302+:DX 403:OH12SLPUYZ login:-",),
        "PUT": ("403:OH12SLPUYZ 405:DX login:-",),
        "DELETE": ("403:OH12SLPUYZ 405:DX login:-",),
    },
    "office/units/<int:unit_id>/move/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
        "POST": ("302+:DX 403:OH12SLPUYZ login:-",),
        "PUT": ("403:OH12SLPUYZ 405:DX login:-",),
        "DELETE": ("403:OH12SLPUYZ 405:DX login:-",),
    },
    "office/units/<int:unit_id>/merge/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
        "POST": ("302+:DX 403:OH12SLPUYZ login:-",),
        "PUT": ("403:OH12SLPUYZ 405:DX login:-",),
        "DELETE": ("403:OH12SLPUYZ 405:DX login:-",),
    },
    "office/units/<int:unit_id>/split/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
        "POST": ("403:OH12SLPUYZ 422:DX login:-",),
        "PUT": ("403:OH12SLPUYZ 405:DX login:-",),
        "DELETE": ("403:OH12SLPUYZ 405:DX login:-",),
    },
    "office/units/<int:unit_id>/close/": {
        "GET": ("200:DX 403:OH12SLPUYZ login:-",),
        "POST": ("302+:DX 403:OH12SLPUYZ login:-",),
        "PUT": ("403:OH12SLPUYZ 405:DX login:-",),
        "DELETE": ("403:OH12SLPUYZ 405:DX login:-",),
    },
    "office/people/new/": {
        "GET": ("200:X 403:OH12SLPDUYZ login:-",),
        "POST": ("302+:X 403:OH12SLPDUYZ login:-",),
        "PUT": ("403:OH12SLPDUYZ 405:X login:-",),
        "DELETE": ("403:OH12SLPDUYZ 405:X login:-",),
    },
    "office/people/<int:user_id>/password/": {
        "GET": ("200:X 403:OH12SLPDUYZ login:-",),
        "POST": ("302+:X 403:OH12SLPDUYZ login:-",),
        "PUT": ("403:OH12SLPDUYZ 405:X login:-",),
        "DELETE": ("403:OH12SLPDUYZ 405:X login:-",),
    },
    "office/deliveries/enter/": {
        "GET": ("403:H12SLUXYZ 405:OPD login:-",),
        "POST": ("302+:OPD 403:H12SLUXYZ login:-",),
        "PUT": ("403:H12SLUXYZ 405:OPD login:-",),
        "DELETE": ("403:H12SLUXYZ 405:OPD login:-",),
    },
}
