"""Citizens may log in: own cases without codes, no typing of names; a forged answer opens nothing, nobody gets an account."""

from __future__ import annotations

import base64
import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from tests.portal.cases.conftest import number_and_code, send, write
from tests.portal.cases.conftest import words as plain
from tests.portal.citizens import provider as providers
from tests.privacy import canaries

from gongkai.cases.actions.resealing import reseal, rotate_key
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseOwner
from gongkai.ledger.rules import SYSTEM
from gongkai.portal.cases import paths

pytestmark = pytest.mark.sweep

KIND = CASE_KINDS["letter"]


@pytest.fixture
def there(settings, tmp_path):
    settings.HOME = tmp_path
    cache.clear()
    with providers.running() as running:
        settings.SITE_URL = "http://testserver"
        settings.OIDC = {
            "issuer": running.issuer, "client_id": providers.CLIENT, "client_secret": providers.SECRET, "label": "省统一认证",
        }  # fmt: skip
        yield running


def sent_away(client: Client, back: str = "") -> str:
    """Where the provider sends the browser after the person agreed."""
    answer = client.get("/my/login/", {"next": back} if back else {})
    assert answer.status_code == 302, answer.content.decode()
    return requests.get(answer.url, allow_redirects=False, timeout=5).headers["Location"]


def come_back(client: Client, place: str, **more: str):
    parts = urlsplit(place)
    query = {key: value[0] for key, value in parse_qs(parts.query).items()}
    return client.get(parts.path, {**query, **more})


def logged_in(client: Client | None = None) -> Client:
    client = client or Client()
    answer = come_back(client, sent_away(client))
    assert answer.status_code == 302, plain(answer)
    return client


def is_in(client: Client) -> bool:
    return "退出登录" in plain(client.get("/my/"))


def sent(client: Client) -> tuple[str, str]:
    write(client, KIND)
    return number_and_code(send(client, KIND))


# ---- what it is good for ---------------------------------------------------------------------------------


def test_own_cases_are_seen_without_the_code_on_another_day(cast, there):
    number, _ = sent(logged_in())
    later = logged_in()
    page = later.get("/my/")
    assert number in plain(page)
    answer = later.get(f"/my/case/{number}/", follow=True)
    assert "办到哪一步了" in plain(answer)


def test_the_name_is_filled_in_and_may_be_changed(cast, there):
    client = logged_in()
    who = next(page for page in KIND.pages if any(one.key == "name" for one in page.fields))
    shown = client.get(paths.page("letter", "016", who.code)).content.decode()
    assert 'value="闻人鹮"' in shown
    assert 'value="13987650412"' in shown


def test_a_telephone_that_the_provider_hasnt_verified_is_not_taken(cast, there):
    there.person["phone_number_verified"] = False
    client = logged_in()
    who = next(page for page in KIND.pages if any(one.key == "name" for one in page.fields))
    assert "13987650412" not in client.get(paths.page("letter", "016", who.code)).content.decode()


def test_the_name_may_come_from_userinfo(cast, there):
    there.in_token = False
    assert "闻人鹮" in plain(logged_in().get("/my/"))


def test_what_was_sent_without_logging_in_is_tied_by_its_code(cast, there):
    number, code = sent(Client())
    client = logged_in()
    assert number not in plain(client.get("/my/"))
    assert client.post("/my/", {"number": number, "code": code}).status_code == 302
    assert number in plain(client.get("/my/"))
    assert client.post("/my/", {"number": number, "code": code[:-1] + "2"}).status_code == 422


def test_the_way_back_leads_to_the_form(cast, there):
    client = Client()
    answer = come_back(client, sent_away(client, "/write/letter/"))
    assert answer.url == "/write/letter/"


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/office/",
        "javascript:alert(1)",
        "/my/\n//x",
    ],
)
def test_it_leads_nowhere_else(cast, there, back):
    client = Client()
    assert come_back(client, sent_away(client, back)).url.startswith("/my/")


# ---- apart from the office -------------------------------------------------------------------------------


def test_nobody_gets_an_account_or_into_the_office(cast, there):
    before = get_user_model().objects.count()
    client = logged_in()
    assert get_user_model().objects.count() == before
    assert "_auth_user_id" not in client.session
    answer = client.get("/office/")
    assert answer.status_code == 302
    assert "/office/login/" in answer.url


def test_the_subject_of_a_member_of_staff_is_no_member_of_staff(cast, there):
    user = cast.user("office.system_admin")
    there.person = {"sub": str(user.pk), "name": user.username, "preferred_username": user.username}
    assert logged_in().get("/office/").status_code == 302


def test_a_login_of_staff_in_the_same_browser_stays_apart(cast, there, client_of):
    client = logged_in(client_of("agri.handler"))
    assert client.get("/office/cases/").status_code == 200
    assert client.post("/my/logout/").status_code == 302
    assert not is_in(client)
    assert client.get("/office/cases/").status_code == 200


def test_logging_out_takes_everything_along(cast, there):
    client = logged_in()
    number, _ = sent(client)
    client.post("/my/logout/")
    assert not is_in(client)
    assert "查办理进度" in plain(client.get(paths.case(number)))


def test_nobody_elses_cases(cast, there):
    number, _ = sent(logged_in())
    there.person = {"sub": "u-2", "name": "别人"}
    other = logged_in()
    assert number not in plain(other.get("/my/"))
    assert "查办理进度" in plain(other.get(f"/my/case/{number}/", follow=True))
    same_name_elsewhere = other.get("/my/case/没有这个/", follow=True)
    assert "查办理进度" in plain(same_name_elsewhere)


def test_a_case_of_an_account_is_not_taken_over_by_another(cast, there):
    number, code = sent(logged_in())
    there.person = {"sub": "u-2"}
    answer = logged_in().post("/my/", {"number": number, "code": code})
    assert answer.status_code == 422
    assert "另一个账号" in plain(answer)
    assert CaseOwner.objects.count() == 1


def test_the_database_knows_neither_account_nor_code_nor_name(cast, there):
    there.person["sub"] = "subject-7h3-canary"
    client = logged_in()
    number, code = sent(client)
    assert Case.objects.filter(number=number, owner__isnull=False).exists()
    assert Session.objects.exists()
    assert canaries.found_in(canaries.dump(), "subject-7h3-canary", code) == []


def test_the_cases_stay_ones_own_after_a_change_of_keys(cast, there):
    number, _ = sent(logged_in())
    for purpose in ("citizen_accounts", "citizen_index"):
        rotate_key(purpose=purpose, by=SYSTEM, at=Case.objects.get().created_at)
    reseal(by=SYSTEM, at=Case.objects.get().created_at)
    client = logged_in()
    assert number in plain(client.get("/my/"))
    assert "办到哪一步了" in plain(client.get(f"/my/case/{number}/", follow=True))


# ---- answers that prove nothing --------------------------------------------------------------------------


def refused(client: Client, answer) -> None:
    assert answer.status_code in (403, 502), answer.status_code
    assert not is_in(client)


NOW = int(time.time())


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"aud": ["another"]}, {"aud": [providers.CLIENT, "x"]},
        {"aud": None}, {"iss": "https://evil.example"}, {"iss": None}, {"exp": NOW - 3600}, {"exp": None}, {"iat": NOW + 3600},
        {"iat": None}, {"nbf": NOW + 3600}, {"sub": ""}, {"sub": None}, {"sub": "x" * 300}, {"exp": "soon"},
    ],
    ids=lambda claims: "-".join(claims),  # what is wrong; the moments differ between processes
)  # fmt: skip
def test_claims_that_arent_right(cast, there, claims):
    there.claims = claims
    client = Client()
    refused(client, come_back(client, sent_away(client)))


def _none(claims):
    parts = [{"alg": "none", "typ": "JWT"}, claims]
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts) + "."
    )


def _with_public_key(there):
    """HS256 with the public key as the secret: the old confusion of algorithms."""
    import hashlib
    import hmac

    def sign(claims):
        head = {"alg": "HS256", "typ": "JWT", "kid": there.kid}
        body = ".".join(
            base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in (head, claims)
        )
        mac = hmac.new(there.public_pem(), body.encode(), hashlib.sha256).digest()
        return f"{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    return sign


def _foreign_key(claims):
    stranger = providers.rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, stranger, algorithm="RS256")


@pytest.mark.parametrize(
    "sign",
    [
        _none,
        lambda claims: jwt.encode(claims, providers.SECRET * 3, algorithm="HS256"),
        _foreign_key,
        lambda claims: "x",
        lambda claims: "",
        lambda claims: None,
    ],
    ids=["none", "our secret", "another key", "noise", "empty", "nothing"],
)
def test_signatures_that_arent_the_providers(cast, there, sign):
    there.sign = sign
    client = Client()
    refused(client, come_back(client, sent_away(client)))


def test_the_public_key_as_a_secret(cast, there):
    there.sign = _with_public_key(there)
    client = Client()
    refused(client, come_back(client, sent_away(client)))


def test_a_changed_key_is_asked_for_again_and_the_old_one_is_dead(cast, there):
    logged_in()
    there.new_key()
    logged_in()
    old = there.key
    there.new_key()
    there.sign = lambda claims: jwt.encode(claims, old, algorithm="RS256", headers={"kid": there.kid})
    client = Client()
    refused(client, come_back(client, sent_away(client)))


def test_another_browsers_answer_is_not_taken(cast, there):
    place = sent_away(Client())
    victim = Client()
    refused(victim, come_back(victim, place))
    sent_away(victim)
    refused(victim, come_back(victim, place))


@pytest.mark.parametrize("more", [{"state": ""}, {"state": "x"}, {"code": ""}, {"code": "x"}, {"error": "access_denied"},
                                  {"iss": "https://evil.example"}, {"code": "x" * 5000}])  # fmt: skip
def test_a_changed_answer(cast, there, more):
    client = Client()
    refused(client, come_back(client, sent_away(client), **more))


def test_an_answer_counts_once(cast, there):
    client = Client()
    place = sent_away(client)
    assert come_back(client, place).status_code == 302
    assert come_back(client, place).status_code == 403


def test_the_session_before_is_not_the_session_after(cast, there):
    client = Client()
    place = sent_away(client)
    before = client.session.session_key
    come_back(client, place)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_userinfo_of_somebody_else(cast, there):
    there.in_token, there.info = False, {"sub": "u-2"}
    client = Client()
    refused(client, come_back(client, sent_away(client)))


# ---- when it is down -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/token", "/jwks", "/userinfo"])
@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_down_in_the_middle(cast, there, path, status):
    there.in_token = False
    client = Client()
    place = sent_away(client)
    there.broken[path] = status
    refused(client, come_back(client, place))


@pytest.mark.parametrize("status", [200, 404, 500])
def test_down_from_the_start(cast, there, status):
    there.broken["/.well-known/openid-configuration"] = status
    answer = Client().get("/my/login/")
    assert answer.status_code in (403, 502)
    assert "编号和查询码" in plain(answer)


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://evil.example/a"},
        {"authorization_endpoint": "javascript:x"},
    ],
)
def test_a_configuration_that_leads_elsewhere(cast, there, changed):
    there.configuration |= changed
    assert Client().get("/my/login/").status_code == 502


def test_off_by_default(cast, settings):
    assert settings.OIDC["issuer"] == ""
    for place in ("/my/", "/my/login/", "/my/callback/", "/my/case/1/"):
        assert Client().get(place).status_code == 404
    assert "/my/" not in plain(Client().get("/case/"))


def test_the_page_of_enquiry_offers_it(cast, there):
    assert "省统一认证" in plain(Client().get("/case/"))
