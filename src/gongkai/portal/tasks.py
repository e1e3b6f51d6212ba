"""Background work of the portal: what visitors wrote and never sent is gone when their session is over."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore

from gongkai.jobs.registry import regularly


@regularly("forget_sessions", seconds=1800)
def forget_sessions(at: datetime) -> None:
    SessionStore.clear_expired()
