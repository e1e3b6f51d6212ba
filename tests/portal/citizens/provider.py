"""A small provider of OpenID Connect on a port of its own: signs with a key of its own, and can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "gongkai", "client-secret-for-tests"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class OpenProvider:
    """`person` is who sits before it. The hooks change what is told: `claims`, `sign`, `info`, `broken` (paths)."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "u-1", "name": "闻人鹮", "phone_number": "13987650412",
                                       "phone_number_verified": True}  # fmt: skip
        self.claims: dict[str, Any] = {}
        self.info: dict[str, Any] = {}
        self.broken: dict[str, int] = {}
        self.in_token = True
        self.sign: Any = None
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.server: WSGIServer = make_server("127.0.0.1", 0, self, handler_class=_Quiet)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.configuration: dict[str, Any] = {
            "issuer": self.issuer,
            **{f"{n}_endpoint": f"{self.issuer}/{n}" for n in ("authorization", "token", "userinfo")},
            "jwks_uri": f"{self.issuer}/jwks",
        }
        self.new_key()

    def new_key(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = secrets.token_hex(4)

    def jwks(self) -> dict[str, Any]:
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**told, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def public_pem(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    # ---- the pages ---------------------------------------------------------------------------------------

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        if path in self.broken:
            start(f"{self.broken[path]} X", [("Content-Type", "text/html")])
            return [b"<html>"]
        if path == "/authorization":
            query = {k: v[0] for k, v in parse_qs(environ["QUERY_STRING"]).items()}
            start("302 Found", [("Location", self.allowed(query))])
            return [b""]
        told, status = self._answer(path, environ)
        start(status, [("Content-Type", "application/json")])
        return [json.dumps(told).encode()]

    def allowed(self, query: dict[str, str]) -> str:
        """Where the browser is sent after the person has agreed."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert len(query["state"]) >= 22
        assert len(query["nonce"]) >= 22
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def _answer(self, path: str, environ: dict[str, Any]) -> tuple[dict[str, Any], str]:
        if path == "/.well-known/openid-configuration":
            return self.configuration, "200 OK"
        if path == "/jwks":
            return self.jwks(), "200 OK"
        if path == "/token":
            return self._token(environ)
        if path == "/userinfo" and environ.get("HTTP_AUTHORIZATION") == "Bearer at":
            return {**self.person, **self.info}, "200 OK"
        return {}, "404 Not Found"

    def _token(self, environ: dict[str, Any]) -> tuple[dict[str, Any], str]:
        form = {
            k: v[0]
            for k, v in parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()).items()
        }
        asked = self.codes.pop(form.get("code", ""), None)
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or environ.get("HTTP_AUTHORIZATION") != basic
            or form["redirect_uri"] != asked["redirect_uri"]
            or base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return {"error": "invalid_grant"}, "400 Bad Request"
        now = int(time.time())
        person = self.person if self.in_token else {"sub": self.person["sub"]}
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **person, **self.claims,
        }  # fmt: skip
        claims = {key: value for key, value in claims.items() if value is not None}
        token = (self.sign or self._signed)(claims)
        return {"access_token": "at", "token_type": "Bearer", "id_token": token}, "200 OK"

    def _signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid})


@contextmanager
def running() -> Iterator[OpenProvider]:
    made = OpenProvider()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
