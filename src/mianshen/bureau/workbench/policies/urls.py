"""The addresses of the policies' screens."""

from django.urls import path

from mianshen.bureau.workbench.policies import trials, views

urlpatterns = [
    path("", views.policies, name="policies"),
    path("assessed", views.assessed, name="policies-assessed"),
    path("changes", views.changes, name="policy-changes"),
    path("<str:digest>", views.sheet, name="policy"),
    path("<str:digest>/cases", trials.cases, name="policy-cases"),
]
