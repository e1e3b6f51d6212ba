"""T50 for keys, erasing and people's own data, and how safe each of these acts is to press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.cases.conftest import FORM
from tests.sweeps.safety import Adds, Again, Named, Safety
from tests.sweeps.world import World, today

from gongkai.cases.actions import own_data, owning, resealing, retaining, submitting
from gongkai.cases.granting import Grant
from gongkai.cases.models import Case, DataWish
from gongkai.files import actions as files
from gongkai.files.models import StoredFile
from gongkai.ledger.rules import SYSTEM

Act = Callable[[World], Any]


def _came(w: World) -> None:
    form = {"values": FORM, "at": w.at}
    w.made["receipt"] = submitting.submit(
        kind="information_application", unit_id=w.cast.units["agri"], **form
    )


def _grant(w: World) -> Grant:
    return Grant(w.made["receipt"].number, w.made["receipt"].code)


def _wished(w: World) -> None:
    _came(w)
    told = {"field": "phone", "value": "13900001111", "reason": "写错一位"}
    own_data.wish_correction(grant=_grant(w), at=w.at, **told)


def _long_ago(w: World) -> None:
    _came(w)
    Case.objects.filter(id=w.made["receipt"].case_id).update(closed_at=w.at - timedelta(days=5000))


def _waits(w: World) -> None:
    made = StoredFile.objects.create(
        digest="0" * 64, size=1, media_type="text/plain", extension="txt", stored_at=w.at, scan="waiting"
    )
    w.made["file"] = made.pk


EXAMPLES: dict[str, Act | tuple[Act, Act]] = {
    "cases.actions.resealing.rotate_key": lambda w: resealing.rotate_key(
        purpose="portal_sessions", by=SYSTEM, at=w.at),
    "cases.actions.resealing.reseal": lambda w: resealing.reseal(by=SYSTEM, at=w.at),
    "cases.actions.resealing.remove_old_keys": lambda w: resealing.remove_old_keys(
        purpose="portal_sessions", by=SYSTEM, at=w.at),
    "cases.actions.retaining.set_retention": lambda w: retaining.set_retention(
        kind="letter", months=12, by=w.by("office.disclosure_office"), at=w.at),
    "cases.actions.retaining.erase_what_is_due": (_long_ago, lambda w: retaining.erase_what_is_due(
        today=today(), at=w.at)),
    "cases.actions.own_data.take_copy": (_came, lambda w: own_data.take_copy(grant=_grant(w), at=w.at)),
    "cases.actions.own_data.wish_correction": (_came, lambda w: own_data.wish_correction(
        grant=_grant(w), field="phone", value="13900001111", reason="写错一位", at=w.at)),
    "cases.actions.own_data.settle_wish": (_wished, lambda w: own_data.settle_wish(
        wish_id=DataWish.objects.latest("id").pk, agrees=True, answer="", by=w.by("agri.handler"), at=w.at)),
    "cases.actions.owning.tie_to_account": (_came, lambda w: owning.tie_to_account(
        grant=_grant(w), subject="issuer 1", at=w.at)),
    "files.actions.keep_verdict": (_waits, lambda w: files.keep_verdict(file_id=w.made["file"], found="", at=w.at)),
}  # fmt: skip

NO_ACTS = {
    "cases.actions.resealing.values_under_older_keys": "reads",
    "cases.actions.retaining.cases_to_erase": "reads",
    "files.actions.scan_next": "asks the scanner; its verdict is kept by keep_verdict",
}

_K, _R, _O = "cases.actions.resealing.", "cases.actions.retaining.", "cases.actions.own_data."
_TERM = "office/cases/retention/<slug:kind>/"
SAFETY_OF_PRIVACY: dict[str, Safety] = {
    _K + "rotate_key": Adds("a key; the former ones still open"),
    _K + "reseal": Again("every run gives the same"),
    _K + "remove_old_keys": Again("refused while anything is sealed under what goes"),
    _R + "set_retention": Named(_TERM, "office.disclosure_office", "不能恢复"),
    _R + "erase_what_is_due": Named(_TERM, "office.disclosure_office", "到期以后自动删去"),
    _O + "take_copy": Adds("that a copy was taken"),
    _O + "wish_correction": Adds("a wish that somebody looks at"),
    _O + "settle_wish": Again("the person asks again; the ledger has who decided"),
    "cases.actions.owning.tie_to_account": Adds("a way to the case without its code"),
    "files.actions.keep_verdict": Adds("what the scanner said"),
}
