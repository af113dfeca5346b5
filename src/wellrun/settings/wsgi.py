"""The server entry: the application, after every URL has been found to declare what it needs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.settings.base")
application = get_wsgi_application()

from wellrun.platform.access.declared import refuse_undeclared_urls  # noqa: E402 (needs the loaded apps)

refuse_undeclared_urls()
