from __future__ import annotations

import pytest
from tests.units.conftest import AT, START, county

from gongkai.accounts.models import User
from gongkai.accounts.policies import Post, Standing, standing_of
from gongkai.catalogue import actions
from gongkai.ledger.rules import SYSTEM

__all__ = ["AT", "START", "county"]


@pytest.fixture
def topics(county):
    """Three headings under one root; by code."""
    return actions.add_topics(
        rows=[
            actions.NewTopic("budget.department", "部门预决算", "budget", legal_basis="条例第二十条"),
            actions.NewTopic("budget", "财政信息"),
            actions.NewTopic("news", "工作动态"),
            actions.NewTopic("inner", "内部通报"),
        ],
        by=SYSTEM,
        at=AT,
    )


@pytest.fixture
def person(county):
    """`person("officer", "012")`: a standing with one post, its account stored."""
    count = 0

    def make(role: str, code: str) -> Standing:
        nonlocal count
        count += 1
        user = User.objects.create(username=f"user{count}")
        unit = county[code]
        post = Post(role=role, unit_id=unit.pk, unit_path=unit.path, unit_name=unit.name)
        return standing_of(user_id=user.pk, username=user.username, name="周敏", posts=[post])

    return make
