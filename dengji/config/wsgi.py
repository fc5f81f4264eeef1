"""The WSGI application that a server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengji.config.settings")
application = get_wsgi_application()
