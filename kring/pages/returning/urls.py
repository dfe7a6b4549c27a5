"""Addresses of what comes back: answers from a letter, one's own page, agreements of a circle, a calendar."""

from django.urls import path

from kring.pages.returning import aloud, calendar, circle, mailed, mine

urlpatterns = [
    path("answer/<str:signed>/", mailed.answer, name="answer"),
    path("letters/<str:signed>/", mailed.letters, name="letters"),
    path("calendar/<str:token>.ics", calendar.calendar, name="calendar"),
    path("open/", mine.page, name="open"),
    path("open/letters/", mine.letters, name="open_letters"),
    path("open/calendar/", mine.renew, name="open_calendar"),
    path("open/actions/<uuid:pk>/", mine.action, name="open_action"),
    path("open/actions/<uuid:pk>/practised/", mine.practice, name="open_practice"),
    path("meetings/<uuid:pk>/open/", aloud.page, name="open_aloud"),
    path("communities/<uuid:pk>/agreements/", circle.page, name="agreements"),
    path("agreements/<uuid:pk>/", circle.agreement, name="agreement"),
]
