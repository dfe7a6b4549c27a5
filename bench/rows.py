"""Print the uuid of every named contribution as JSON."""

import json
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    import django

    django.setup()
    from kring.engine.meetings.models import NamedContribution

    json.dump([str(one) for one in NamedContribution.objects.values_list("uuid", flat=True)], sys.stdout)
