"""The WSGI application that a server runs: Django's, with the fast lane of the public's look-up before it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengji.config.settings")
house = get_wsgi_application()  # first, since the lane needs what it sets up

from dengji.web.public.fastlane.lane import Lane  # noqa: E402

application = Lane(house)
