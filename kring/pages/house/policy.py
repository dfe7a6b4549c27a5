"""What a page may load. The policy goes along with pages only: a phone gets many small answers that run nothing."""

from __future__ import annotations

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase


class PagePolicy(CSPMiddleware):
    """The Content-Security-Policy on every page, also on one that redirects; not on data and files."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave data as it is, and let the library do the pages."""
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        done: HttpResponseBase = super().process_response(request, response)
        return done
