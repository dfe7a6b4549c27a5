"""What anybody would write in an afternoon: a Django view that stores one note in a transaction, with the ORM.

Beside it Kring's own door without the live lane would be a weak measure, for that one reads the whole meeting.
Start: `uvicorn bench.plain:application`, with the settings of Kring and the folder of `KRING_DATA`.
"""

from __future__ import annotations

import json
import os
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")

import django
from django.conf import settings

django.setup()
settings.ROOT_URLCONF = "bench.plain"
settings.MIDDLEWARE = []

from django.core.handlers.asgi import ASGIHandler
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone

from kring.engine.meetings.models import Activity, NamedContribution, Seat


def note(request: HttpRequest, activity: UUID) -> JsonResponse:
    """Store one note of somebody with a seat; answered after the commit."""
    ident, _, key = request.headers["Authorization"].removeprefix("Seat ").partition(".")
    said = json.loads(request.body)
    with transaction.atomic():
        seat = Seat.objects.get(pk=ident, key=key)
        running = Activity.objects.select_for_update().get(pk=activity, meeting=seat.meeting_id)
        if said["step"] != running.step:
            return JsonResponse({"error": "step_closed"}, status=409)
        running.named_seq += 1
        running.save(update_fields=["named_seq"])
        NamedContribution.objects.create(
            uuid=said["uuid"],
            activity=running,
            seq=running.named_seq,
            step=said["step"],
            kind=said["kind"],
            key=said["key"],
            seat=seat,
            role=seat.role,
            payload=said["payload"],
            at=timezone.now(),
        )
    return JsonResponse({"seq": running.named_seq})


urlpatterns = [path("api/v1/activities/<uuid:activity>/contributions", note)]
application = ASGIHandler()
