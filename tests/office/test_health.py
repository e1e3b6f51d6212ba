"""The system administrator sees how the installation is, the same as `gongkai doctor`."""

import pytest
from django.urls import reverse

from gongkai.accounts.models import Appointment
from gongkai.jobs.models import Job

PAGE = "/office/health/"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.INDEX_ROOT = tmp_path / "index"
    settings.MEDIA_ROOT = tmp_path / "files"


def test_a_sound_installation_says_so(cast, client_of):
    page = client_of("office.system_admin").get(PAGE).content.decode()
    for words in ("和数据库一致", "2004—2026", "没有问题"):
        assert words in page


def test_what_is_out_of_order_stands_on_top(cast, client_of):
    cast.published()
    Appointment.objects.filter(user=cast.people["agri.first_reviewer"]).delete()
    page = client_of("office.system_admin").get(PAGE).content.decode()
    assert "和数据库不一致" in page
    assert "审核流程缺人" in page


def test_the_index_is_rebuilt_as_a_job(cast, client_of):
    answer = client_of("office.system_admin").post(reverse("office:index_rebuild"))
    assert answer.url == reverse("office:job", args=[Job.objects.get(kind="search.rebuild").pk])


@pytest.mark.parametrize("who", ["agri.officer", "office.disclosure_office", "office.security_admin"])
def test_nobody_else_sees_it(cast, client_of, who):
    assert client_of(who).get(PAGE).status_code == 403
    assert client_of(who).post(reverse("office:index_rebuild")).status_code == 403
