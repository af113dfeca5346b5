"""Settings of the test suite: the same program, with cheap password hashes and no second factor to set up."""

from wellrun.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REQUIRE_SECOND_FACTOR = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
