"""Job pages: one's own jobs with progress; the system administrator sees all; stop and resume."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from gongkai.jobs.actions import enqueue
from gongkai.jobs.models import Job


def ask(cast, who="agri.officer"):
    return enqueue(
        kind="tests.none", title="数一数", params={}, by=cast.standing(who).actor(), at=timezone.now()
    )


def test_a_job_shows_how_far_it_is_and_how_long_it_takes(cast, client_of):
    job_id = ask(cast)
    began = timezone.now() - timedelta(seconds=100)
    Job.objects.update(
        state="running", done=1000, total=3000, started_at=began, heartbeat_at=timezone.now(), log=["开始"]
    )
    page = client_of("agri.officer").get(reverse("office:job", args=[job_id])).content.decode()
    for words in ("1,000 / 3,000", "每秒 10 条", "还要 3 分钟", "停止", "开始"):
        assert words in page
    part = client_of("agri.officer").get(reverse("office:job_part", args=[job_id]))
    assert "HX-Refresh" not in part
    Job.objects.update(state="done")
    assert client_of("agri.officer").get(reverse("office:job_part", args=[job_id]))["HX-Refresh"] == "true"


def test_a_job_is_stopped_and_goes_on(cast, client_of):
    job_id = ask(cast)
    client = client_of("agri.officer")
    client.post(reverse("office:job_stop", args=[job_id]))
    assert Job.objects.get().state == "stopped"
    assert "接着做" in client.get(reverse("office:job", args=[job_id])).content.decode()
    client.post(reverse("office:job_resume", args=[job_id]))
    assert Job.objects.get().state == "queued"


def test_a_job_is_its_owners_and_the_system_administrators(cast, client_of):
    job_id = ask(cast)
    for name in ("job", "job_part"):
        assert client_of("housing.officer").get(reverse(f"office:{name}", args=[job_id])).status_code == 404
    assert client_of("housing.officer").post(reverse("office:job_stop", args=[job_id])).status_code == 404
    assert "数一数" not in client_of("housing.officer").get(reverse("office:jobs")).content.decode()
    assert "数一数" in client_of("office.system_admin").get(reverse("office:jobs")).content.decode()
