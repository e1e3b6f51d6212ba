"""Two presses at the same instant make one case."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from tests.portal.cases.conftest import UNIT, draft_id, write

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.portal.cases import paths

KIND = CASE_KINDS["information_application"]


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_make_one_case_and_all_lead_to_its_page(cast, transactional_db):
    client = Client()
    write(client, KIND)
    path, draft = paths.page(KIND.code, UNIT, "check"), draft_id(client, KIND)
    gate, led = threading.Barrier(8), []

    def press() -> None:
        try:
            one = Client()
            one.cookies = client.cookies.copy()
            gate.wait()
            led.append(one.post(path, {"draft": draft}).headers.get("Location"))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert led == [paths.page(KIND.code, UNIT, "done")] * 8
    assert Case.objects.count() == 1
    assert "查询码" in client.get(paths.page(KIND.code, UNIT, "done")).content.decode()
