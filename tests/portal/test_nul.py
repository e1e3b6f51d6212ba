"""The sign that PostgreSQL stores in no text never reaches a view: not in forms, addresses or questions."""

import io

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from gongkai.portal.limits import Limits


def passed_on(request):
    seen = []
    answer = Limits(lambda inner: seen.append(inner) or HttpResponse())(request)
    return answer, seen


@pytest.mark.parametrize("multipart", [True, False])
def test_a_form_arrives_without_nul(multipart):
    given = {"title": "前\0后", "tags": ["a", "b\0"], "na\0me": "x", "plain": "好"}
    if multipart:
        given["file"] = io.BytesIO(b"a\0b")
        request = RequestFactory().post("/office/", given)
    else:
        body = "title=%E5%89%8D%00%E5%90%8E&tags=a&tags=b%00&na%00me=x&plain=%E5%A5%BD"
        request = RequestFactory().post("/office/", body, content_type="application/x-www-form-urlencoded")
    answer, (seen,) = passed_on(request)
    assert answer.status_code == 200
    assert (seen.POST["title"], seen.POST.getlist("tags"), seen.POST["plain"]) == ("前后", ["a", "b"], "好")
    assert seen.POST["name"] == "x"
    if multipart:
        assert seen.FILES["file"].read() == b"a\0b"  # files are read by those who know their kind


def test_a_form_without_nul_is_passed_on_as_it_is():
    request = RequestFactory().post("/office/", {"title": "好"})
    sent = request.POST
    _, (seen,) = passed_on(request)
    assert seen.POST is sent


@pytest.mark.django_db
def test_pages_that_read_a_form_by_themselves_answer_a_nul_with_a_page(client):
    answer = client.post("/office/login/", {"login": "na\0me", "password": "se\0cret"})
    assert answer.status_code in (200, 302, 422)
    assert client.get("/search/?q=a%00b").status_code == 400
    assert client.get("/item/%00/").status_code == 400
