"""Addresses of looking after accounts. Nothing here shows what circles say."""

from django.urls import path

from kring.pages.manage import bring, circles, letters, people, person, research, schools, start

urlpatterns = [
    path("manage/", people.listing, name="manage"),
    path("manage/promise/", start.promise_page, name="manage_promise"),
    path("manage/people/add/", people.add, name="manage_add"),
    path("manage/people/import/", bring.page, name="manage_import"),
    path("manage/people/<uuid:pk>/", person.page, name="manage_person"),
    path("manage/people/<uuid:pk>/roles/", person.roles, name="manage_roles"),
    path("manage/people/<uuid:pk>/roles/<int:row>/", person.role, name="manage_role"),
    path("manage/people/<uuid:pk>/sessions/", person.sessions, name="manage_sessions"),
    path("manage/people/<uuid:pk>/state/", person.state, name="manage_state"),
    path("manage/schools/", schools.listing, name="manage_schools"),
    path("manage/schools/<uuid:pk>/", schools.page, name="manage_school"),
    path("manage/schools/<uuid:pk>/teams/", schools.teams, name="manage_teams"),
    path("manage/teams/<uuid:pk>/", schools.team, name="manage_team"),
    path("manage/circles/", circles.page, name="manage_circles"),
    path("manage/research/", research.page, name="manage_research"),
    path("manage/research/<uuid:pk>/", research.project, name="manage_project"),
    path("manage/invitations/", letters.page, name="manage_invitations"),
    path("manage/invitations/<int:pk>/", letters.letter, name="manage_invitation"),
    path("manage/log/", start.log, name="manage_log"),
]
