"""Planning and leading a meeting."""

from django.urls import path

from kring.pages.facilitate import hiding, lead, people, plan, proposing

urlpatterns = [
    path("communities/<uuid:pk>/proposals/", proposing.page, name="proposals"),
    path("meetings/new/", plan.plan, name="plan"),
    path("meetings/<uuid:pk>/plan/", plan.replan, name="replan"),
    path("lead/<uuid:pk>/", lead.page, name="lead"),
    path("lead/<uuid:pk>/open/", lead.start, name="lead_open"),
    path("lead/<uuid:pk>/next/", lead.forward, name="lead_next"),
    path("lead/<uuid:pk>/back/", lead.backward, name="lead_back"),
    path("lead/<uuid:pk>/say/", lead.say, name="lead_say"),
    path("lead/<uuid:pk>/names/", lead.names, name="lead_names"),
    path("lead/<uuid:pk>/reveal/", lead.publish, name="lead_reveal"),
    path("lead/<uuid:pk>/off/", lead.off_board, name="lead_off"),
    path("lead/<uuid:pk>/timer/", lead.timer, name="lead_timer"),
    path("lead/<uuid:pk>/hiding/", hiding.hiding, name="lead_hiding"),
    path("lead/<uuid:pk>/note/", lead.note, name="lead_note"),
    path("lead/<uuid:pk>/end/", lead.end, name="lead_end"),
    path("lead/<uuid:pk>/seats/<uuid:seat>/", people.seat, name="lead_seat"),
    path("lead/<uuid:pk>/seats/<uuid:seat>/<slug:verb>/", people.seat_do, name="lead_seat_do"),
]
