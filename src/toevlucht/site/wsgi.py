"""The site as a WSGI application, for any web server that speaks it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toevlucht.settings.default")

application = get_wsgi_application()
