"""The code flow of OpenID Connect, as little of it as is needed: discovery, state, nonce, PKCE, a signed ID token.

django-allauth, which runs the office's logins, would make an account of each person and log it into the same session
that opens the office. Here a citizen must never be a row among the accounts, so this speaks with the provider itself.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings
from django.core.cache import cache

from gongkai.crypto.digests import random_token
from gongkai.portal.cases.logins import Person, Started

CONNECT_SECONDS, READ_SECONDS = 3.0, 5.0
LARGEST = 256 * 1024
KEPT_SECONDS = 600
SKEW_SECONDS = 60
# Signed with the provider's private key: nothing that its public key or our secret could have signed.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_HERE = ("localhost", "127.0.0.1", "::1")


class LoginFailed(Exception):
    """The provider's answer proves nothing. The words are for the log; people read one sentence whatever it was."""


class ProviderDown(LoginFailed):
    """It doesn't answer, or not with what it should."""


@dataclass(frozen=True)
class Provider:
    """The login of this installation, from GONGKAI_OIDC_*."""

    issuer: str
    client_id: str
    client_secret: str
    label: str

    @property
    def redirect_uri(self) -> str:
        return f"{settings.SITE_URL}/my/callback/"

    def begin(self, *, back: str) -> tuple[Started, str]:
        """What to keep, and where to send the person. Raises ProviderDown."""
        started = Started(random_token(), random_token(), random_token(), back)
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid profile phone",
            "state": started.state,
            "nonce": started.nonce,
            "code_challenge": _challenge(started.verifier),
            "code_challenge_method": "S256",
        }
        place = self._endpoint("authorization_endpoint")
        return started, f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"

    def finish(self, *, code: str, started: Started) -> Person:
        """Who it is. Raises LoginFailed."""
        told = self._tokens(code, started)
        claims = self._verified(str(told.get("id_token", "")), started.nonce)
        if not claims.get("name") and told.get("access_token"):
            claims = {**self._userinfo(str(told["access_token"]), claims["sub"]), **claims}
        verified = claims.get("phone_number_verified") is True
        return Person(
            subject=f"{self.issuer} {claims['sub']}",
            name=str(claims.get("name") or "")[:60],
            phone=str(claims.get("phone_number") or "")[:40] if verified else "",
        )

    # ---- what the provider says of itself ----------------------------------------------------------------

    def _described(self) -> Mapping[str, Any]:
        told = _kept(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self.issuer:
            raise ProviderDown("the configuration is another issuer's")
        return told

    def _endpoint(self, name: str) -> str:
        place = str(self._described().get(name, ""))
        if not _may_be_asked(place):
            raise ProviderDown(f"{name} is missing or not https")
        return place

    # ---- the three answers -------------------------------------------------------------------------------

    def _tokens(self, code: str, started: Started) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": started.verifier,
        }
        return _asked(
            "POST", self._endpoint("token_endpoint"), data=form, auth=(self.client_id, self.client_secret)
        )

    def _verified(self, token: str, nonce: str) -> dict[str, Any]:
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") not in ALGORITHMS:
                raise LoginFailed(f"algorithm {head.get('alg')}")
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key(head.get("kid")),
                algorithms=[head["alg"]],
                audience=self.client_id,
                issuer=self.issuer,
                leeway=SKEW_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, TypeError, ValueError) as problem:
            raise LoginFailed(f"ID token: {type(problem).__name__}") from problem
        if claims.get("nonce") != nonce:
            raise LoginFailed("nonce")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self.client_id:
            raise LoginFailed("azp")
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise LoginFailed("sub")
        return claims

    def _key(self, kid: object) -> Any:
        place = self._endpoint("jwks_uri")
        for fresh in (False, True):  # a provider that has changed its key is asked once more
            found = [
                one
                for one in _kept(place, fresh=fresh).get("keys", [])
                if one.get("use", "sig") == "sig" and (kid is None or one.get("kid") == kid)
            ]
            if len(found) == 1:
                return jwt.PyJWK(found[0]).key
        raise LoginFailed("no such key")

    def _userinfo(self, access_token: str, subject: str) -> Mapping[str, Any]:
        if not self._described().get("userinfo_endpoint"):
            return {}
        place = self._endpoint("userinfo_endpoint")
        told = _asked("GET", place, headers={"Authorization": f"Bearer {access_token}"})
        if told.get("sub") != subject:
            raise LoginFailed("userinfo of somebody else")
        return told


def provider() -> Provider | None:
    """The login that is set up; None where there is none."""
    told = settings.OIDC
    if not told["issuer"]:
        return None
    return Provider(told["issuer"], told["client_id"], told["client_secret"], told["label"])


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _may_be_asked(place: str) -> bool:
    """https, or this machine itself (a provider beside us, tests)."""
    parts = urlsplit(place)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)


def _kept(place: str, *, fresh: bool = False) -> Mapping[str, Any]:
    """A document of the provider's, asked for every ten minutes at most."""
    name = f"oidc-{hashlib.sha256(place.encode()).hexdigest()}"
    found: Mapping[str, Any] | None = None if fresh else cache.get(name)
    if found is None:
        if not _may_be_asked(place):
            raise ProviderDown("not https")
        found = _asked("GET", place)
        cache.set(name, found, KEPT_SECONDS)
    return found


def _asked(method: str, place: str, **more: Any) -> Mapping[str, Any]:
    try:
        with requests.request(
            method, place, timeout=(CONNECT_SECONDS, READ_SECONDS), allow_redirects=False, stream=True, **more
        ) as answer:
            content = answer.raw.read(LARGEST + 1, decode_content=True)
            status = answer.status_code
    except (requests.RequestException, OSError) as problem:
        raise ProviderDown(type(problem).__name__) from problem
    except Exception as problem:  # urllib3's own, while reading
        raise ProviderDown(type(problem).__name__) from problem
    if status >= 500 or len(content) > LARGEST:
        raise ProviderDown(f"status {status}")
    if status != 200:
        raise LoginFailed(f"status {status}")
    try:
        told = json.loads(content)
    except ValueError as problem:
        raise ProviderDown("no JSON") from problem
    if not isinstance(told, dict):
        raise ProviderDown("no JSON object")
    return told
