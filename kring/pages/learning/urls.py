"""Addresses of what a circle is learning: its question, phase, agenda and tasks, and the time between meetings."""

from django.urls import path

from kring.pages.learning import agenda, between, phase, question, rhythm, task, together

urlpatterns = [
    path("communities/<uuid:pk>/learning/", agenda.page, name="learning"),
    path("communities/<uuid:pk>/question/", question.page, name="question"),
    path("communities/<uuid:pk>/phase/", phase.page, name="phase"),
    path("communities/<uuid:pk>/cards/", together.role_cards, name="role_cards"),
    path("communities/<uuid:pk>/between/", between.page, name="between"),
    path("communities/<uuid:pk>/rhythm/", rhythm.page, name="rhythm"),
    path("communities/<uuid:pk>/insights/", together.insights, name="insights_review"),
    path("meetings/<uuid:pk>/roles/", together.session_roles, name="session_roles"),
    path("tasks/<uuid:pk>/", task.page, name="task"),
    path("goals/<uuid:pk>/", agenda.goal, name="goal"),
]
