"""People, and the appointments by which they may do anything at all."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from gongkai.accounts.roles import ROLE_CHOICES


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person with an account. What they may do follows from appointments alone, never from a flag here."""

    username = models.CharField("账号", max_length=60, unique=True)
    full_name = models.CharField("姓名", max_length=60)
    phone = models.CharField("办公电话", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    # Part of the session hash: raising it ends every session of the person at once.
    session_epoch = models.PositiveIntegerField(default=0)
    dark_theme = models.BooleanField("深色界面", default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[misc]

    def __str__(self) -> str:
        return self.full_name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return f"{super()._get_session_auth_hash(secret=secret)}{self.session_epoch}"  # type: ignore[misc]


class Appointment(models.Model):
    """A person holds a role in a unit from a day to a day (the last day is `to_on`)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=24, choices=ROLE_CHOICES)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    # B 角: acts for this appointment's holder while that person is on leave.
    deputy = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="deputy_for")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="appointment_span"
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("user")), name="appointment_deputy_other"
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(to_on__isnull=True), name="appointment_once_now"
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"])]


class Absence(models.Model):
    """Leave of a person; the deputies of the appointments act on these days."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_span")]


class SavedFilter(models.Model):
    """A list narrowed in a way that somebody wants again: the part of the address behind the question mark."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="saved_filters")
    list_code = models.CharField(max_length=24)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)
    # Shared with whoever holds a post there; nobody else's when empty.
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "list_code", "name"], name="saved_filter_name"),
        ]
        indexes = [models.Index(fields=["unit", "list_code"], name="saved_filter_shared")]


class ListChoice(models.Model):
    """How a person wants to see a list: which columns, how many rows, which filter at first."""

    user = models.ForeignKey(User, models.CASCADE, related_name="list_choices")
    list_code = models.CharField(max_length=24)
    columns = models.JSONField(default=list, blank=True)  # codes; empty: the list's own choice
    rows = models.PositiveSmallIntegerField(default=50)
    first_filter = models.ForeignKey(
        SavedFilter, models.SET_NULL, null=True, blank=True, related_name="first_of"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "list_code"], name="list_choice_once")]
