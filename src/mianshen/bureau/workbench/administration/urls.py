"""The addresses of the administration's screens."""

from django.urls import path

from mianshen.bureau.workbench.administration import (
    calendar,
    messages,
    offices,
    practising,
    roles,
    sources,
    staff,
)

urlpatterns = [
    path("", staff.everyone, name="staff"),
    path("staff/add", staff.add, name="staff-add"),
    path("staff/<str:member>", staff.one, name="staff-one"),
    path("staff/<str:member>/give", staff.give, name="staff-give"),
    path("staff/<str:member>/end", staff.end, name="staff-end"),
    path("staff/<str:member>/lend", staff.lend, name="staff-lend"),
    path("staff/<str:member>/take-back", staff.take_back, name="staff-take-back"),
    path("staff/<str:member>/reset", staff.reset, name="staff-reset"),
    path("staff/<str:member>/leave", staff.leave, name="staff-leave"),
    path("offices", offices.offices, name="offices"),
    path("offices/add", offices.add_office, name="office-add"),
    path("offices/end", offices.end_office, name="office-end"),
    path("offices/wave", offices.go_live, name="wave-live"),
    path("regions", offices.regions, name="regions"),
    path("regions/add", offices.add_region, name="region-add"),
    path("regions/end", offices.end_region, name="region-end"),
    path("practice", practising.practice, name="practice"),
    path("roles", roles.roles, name="roles"),
    path("sources", sources.sources, name="sources"),
    path("calendar", calendar.calendar, name="calendar"),
    path("calendar/announce", calendar.announce, name="calendar-announce"),
    path("messages", messages.templates, name="messages"),
    path("messages/receipt", messages.enter_receipt, name="enter-receipt"),
]
