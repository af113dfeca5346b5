"""Users: ways to sign in. What a user may do comes from the memberships of the person behind it."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Users are made by operations; this only finds them the way sign-in asks."""

    def get_queryset(self) -> models.QuerySet[User]:
        """Users always come with their person: every request needs both."""
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by user name, whatever its case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """One way for one person to sign in. There is no superuser; deactivation ends every session at once."""

    guard = Guard(rows=Rows.OPEN, secret=frozenset({"password"}))

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(max_length=120, default="", blank=True)
    person = models.OneToOneField("organization.Person", on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        db_table = "organization_user"

    def __str__(self) -> str:
        return self.username
