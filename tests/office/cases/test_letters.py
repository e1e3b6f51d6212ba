"""Letters to fetch: for those who may read whom they name."""

from django.utils import timezone
from tests.office.cases.conftest import case_of, url

from gongkai.cases.actions.letters import make_files
from gongkai.cases.models import CaseLetter


def test_a_letter_is_fetched_as_word_and_pdf(client_of, processing):
    case_id = processing()
    letter = CaseLetter.objects.get(case=case_id)
    page = client_of("agri.handler").get(url("case", case_id)).content.decode()
    assert "正在生成" in page
    make_files(letter_id=letter.pk, at=timezone.now())
    page = client_of("agri.handler").get(url("case", case_id)).content.decode()
    assert f"{letter.number}（Word）" in page
    got = client_of("agri.handler").get(url("case_letter", case_id, letter.key, "pdf"))
    assert b"".join(got.streaming_content).startswith(b"%PDF")
    assert "attachment" in got["Content-Disposition"]
    assert got["Content-Security-Policy"].startswith("sandbox")
    assert (
        client_of("agri.first_reviewer").get(url("case_letter", case_id, letter.key, "pdf")).status_code
        == 403
    )
    assert client_of("housing.handler").get(url("case_letter", case_id, letter.key, "pdf")).status_code == 404
    assert client_of("agri.handler").get(url("case_letter", case_id, letter.key, "txt")).status_code == 404
    assert case_of(case_id).letters.count() == 1
