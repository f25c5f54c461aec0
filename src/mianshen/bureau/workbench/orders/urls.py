"""The addresses of orders."""

from django.urls import path

from mianshen.bureau.workbench.orders import acts, holding, one, refusing, supplementing, views

urlpatterns = [
    path("", views.orders, name="orders"),
    path("hand-down", views.hand_down_all, name="orders-hand-down"),
    path("<int:order>", one.order, name="order"),
    path("<int:order>/sheet", one.sheet, name="order-sheet"),
    path("<int:order>/record", one.record, name="order-record"),
    path("<int:order>/approve", acts.approve, name="order-approve"),
    path("<int:order>/send-back", acts.send_back, name="order-send-back"),
    path("<int:order>/receive", acts.receive, name="order-receive"),
    path("<int:order>/hand-down", acts.hand_down, name="order-hand-down"),
    path("<int:order>/refuse", refusing.refuse, name="order-refuse"),
    path("<int:order>/hold", holding.hold, name="order-hold"),
    path("<int:order>/freeze", holding.freeze, name="order-freeze"),
    path("<int:order>/thaw", holding.thaw, name="order-thaw"),
    path("<int:order>/pause", holding.pause, name="order-pause"),
    path("<int:order>/resume", holding.resume, name="order-resume"),
    path("<int:order>/supplement", supplementing.supplement, name="order-supplement"),
    path("<int:order>/supplemented", supplementing.supplemented, name="order-supplemented"),
]
