"""The site as a WSGI application, for any web server that speaks it."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from toevlucht.site.starting import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toevlucht.settings.default")

application = get_wsgi_application()
refuse_unsafe_start()
connections.close_all()  # a server that forks would share them
