"""The web server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
gc.disable()  # as in cli/main.py: what loading makes stays until the end
application = get_wsgi_application()

from gongkai.registers.viewing import begin  # noqa: E402  (reads models, so only once Django is made ready)

begin()
gc.enable()
gc.freeze()
