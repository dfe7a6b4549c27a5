"""The application a server runs: the live lane in front of Django."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
django = get_asgi_application()

from django.conf import settings

from kring.engine.live.lane import LiveLane
from kring.pages.house.drawing import Easel
from kring.pages.phone.page import mine_now

application = LiveLane(django, Easel, mine_now, on=settings.LIVE)
