"""The addresses of orders."""

from django.urls import path

from mianshen.bureau.workbench.orders import views

urlpatterns = [path("", views.orders, name="orders")]
