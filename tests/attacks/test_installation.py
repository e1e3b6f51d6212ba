"""What an installation writes and how it answers as deployed: private files, no details, strict cookies behind TLS."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sweep
ROOT = Path(__file__).resolve().parents[2]


BEGIN = "import django; django.setup()\nfrom django.conf import settings"


def in_a_fresh_home(home: Path, code: str, *, begin: str = BEGIN, **environment: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", f"import os; os.umask(0o022)\n{begin}\n{code}"],
        env=kept | {"GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.settings", "PYTHONPATH": str(ROOT / "src"), **environment},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


HTTPS = {
    "GONGKAI_SITE_URL": "https://open.example",
    "GONGKAI_HOSTS": "open.example",
    "GONGKAI_BEHIND_PROXY": "1",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """One installation for all tests of this page; they only ask it."""
    place = tmp_path_factory.mktemp("installation") / "home"
    in_a_fresh_home(
        place, "from django.core.management import call_command; call_command('migrate', verbosity=0)"
    )
    return place


def test_what_an_installation_keeps_is_its_users_alone(home):
    assert mode(home) == 0o700
    assert mode(home / "keys") == 0o700
    assert all(mode(path) == 0o600 for path in (home / "keys").iterdir())
    assert mode(home / "gongkai.sqlite3") == 0o600
    assert all(mode(path) == 0o600 for path in home.glob("gongkai.sqlite3*"))
    assert len((home / "keys" / "secret.key").read_text()) >= 64


def test_two_installations_have_two_keys(tmp_path):
    settings = "from django.conf import settings"  # they make the key; the models needn't be read
    keys = {in_a_fresh_home(tmp_path / name, "print(settings.SECRET_KEY)", begin=settings) for name in "ab"}
    assert len(keys) == 2


def test_djangos_own_check_of_a_deployment_finds_nothing(home):
    in_a_fresh_home(
        home,
        "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')",
        **HTTPS,
    )


ASK = """
from django.test import Client
from django.test.utils import setup_test_environment
client = Client(raise_request_exception=False)
def ask(path, **more):
    answer = client.get(path, HTTP_HOST='open.example', **more)
    return answer
"""


def test_behind_tls_cookies_are_bound_to_the_host_and_plain_requests_are_sent_on(home):
    said = in_a_fresh_home(
        home,
        ASK
        + """
plain = ask('/office/login/')
print(plain.status_code, plain['Location'])
print(ask('/healthz').status_code)
safe = ask('/office/login/', HTTP_X_FORWARDED_PROTO='https')
print(safe.status_code, safe['Strict-Transport-Security'])
for name, cookie in safe.cookies.items():
    print(name, bool(cookie['secure']), cookie['path'], repr(cookie['domain']))
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.DEBUG)
""",
        **HTTPS,
    ).splitlines()
    assert said[0] == "301 https://open.example/office/login/"
    assert said[1] == "200"
    assert said[2] == "200 max-age=31536000; includeSubDomains"
    assert said[3] == "__Host-csrf True / ''"
    assert said[-1] == "__Host-session True False"


def test_without_a_proxy_of_ours_nobody_claims_to_come_by_tls(home):
    said = in_a_fresh_home(
        home,
        ASK + "print(ask('/', HTTP_X_FORWARDED_PROTO='https').status_code)",
        **{k: v for k, v in HTTPS.items() if k != "GONGKAI_BEHIND_PROXY"},
    )
    assert said.strip() == "301"


def test_a_failure_shows_a_stranger_no_detail(home):
    said = in_a_fresh_home(
        home,
        ASK
        + """
import gongkai.portal.home as home
def broken(*a, **k): raise RuntimeError('secret-detail ' + settings.SECRET_KEY)
home.counts = broken
answer = ask('/', HTTP_X_FORWARDED_PROTO='https')
page = answer.content.decode()
print(answer.status_code, 'secret-detail' in page, settings.SECRET_KEY in page, 'Traceback' in page, 'RuntimeError' in page, '/src/' in page)
""",
        **HTTPS,
    )
    assert said.strip() == "500 False False False False False"


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/.git/config", "/.env", "/gongkai.sqlite3",
                                  "/keys/secret.key", "/static/", "/static/gongkai/", "/admin/", "/accounts/login/", "/accounts/signup/",
                                  "/__debug__/", "/metrics", "/server-status", "/office/../keys/secret.key", "/static//etc/passwd"])  # fmt: skip
def test_nothing_of_the_machine_lies_at_an_address(stranger, path):
    assert stranger.get(path).status_code == 404
