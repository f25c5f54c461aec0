"""The addresses of signing in and out."""

from django.urls import path

from mianshen.bureau.workbench.signing_in import passwords, views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("password", passwords.password, name="password"),
    path("sign-out", views.sign_out, name="sign-out"),
]
