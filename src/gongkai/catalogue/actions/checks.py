"""Permission and the refusals of the catalogue, each named for what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gongkai.accounts.policies import Standing
from gongkai.catalogue import policies
from gongkai.catalogue.models import Topic
from gongkai.ledger.rules import Actor

By = Actor | Standing


class CatalogueRefused(Exception):
    """A change of the catalogue that can't be; the message is in words for the person who tried."""


class NotAllowed(CatalogueRefused):
    pass


class UnknownTopic(CatalogueRefused):
    pass


class TopicCodeTaken(CatalogueRefused):
    pass


class TopicClosed(CatalogueRefused):
    pass


class TopicHasBranches(CatalogueRefused):
    pass


class FaultyTopic(CatalogueRefused):
    pass


class UnknownDuty(CatalogueRefused):
    pass


class DutyAlreadyHeld(CatalogueRefused):
    pass


class FaultyDuty(CatalogueRefused):
    pass


def acting(by: By, may: Callable[[Standing], bool] = policies.may_run_catalogue) -> Actor:
    """The actor for the ledger; a person's standing must allow the act."""
    if isinstance(by, Actor):
        return by
    if not may(by):
        raise NotAllowed("公开目录由政务公开办维护，有改动可联系他们。")
    return by.actor()


def locked_topics(ids: Iterable[int]) -> dict[int, Topic]:
    """The rows, locked in the order of their ids. Raises UnknownTopic."""
    wanted = set(ids)
    found = {
        topic.pk: topic for topic in Topic.objects.select_for_update().filter(id__in=wanted).order_by("id")
    }
    if missing := sorted(wanted - found.keys()):
        raise UnknownTopic(f"没有编号为 {missing[0]} 的栏目，可能已被别人改动，刷新后再试。")
    return found
