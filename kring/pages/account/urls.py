"""Addresses of signing in, of one's own account, and of coming in with an invitation.

Of the library's pages only these exist here; there are no passwords and nobody signs up.
"""

from allauth.account import views as allauth
from django.urls import path

from kring.pages.account import invitation, logbook, mine, removal, signing_in

urlpatterns = [
    path("login/", allauth.request_login_code, name="account_login"),
    path("login/", allauth.request_login_code, name="account_request_login_code"),
    path("login/code/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("login/closed/", allauth.account_inactive, name="account_inactive"),
    path("logout/", allauth.logout, name="account_logout"),
    path("demo/in/<str:signed>/", signing_in.demo, name="demo_in"),
    path("invitation/<str:token>/", invitation.page, name="invitation"),
    path("account/", mine.page, name="account"),
    path("account/sessions/", mine.sessions, name="account_sessions"),
    path("account/data/", mine.data, name="account_data"),
    path("account/data.zip", mine.download, name="account_download"),
    path("account/logbook/", logbook.page, name="account_logbook"),
    path("account/aside/", mine.aside, name="account_aside"),
    path("account/research/", mine.research, name="account_research"),
    path("account/remove/", removal.page, name="account_remove"),
]
