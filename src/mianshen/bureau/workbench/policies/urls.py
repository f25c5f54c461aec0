"""The addresses of the policies' screens."""

from django.urls import path

from mianshen.bureau.workbench.policies import signing, trials, views

urlpatterns = [
    path("", views.policies, name="policies"),
    path("assessed", views.assessed, name="policies-assessed"),
    path("changes", views.changes, name="policy-changes"),
    path("pending", signing.pending, name="policies-pending"),
    path("pending/propose", signing.propose, name="policy-propose"),
    path("pending/<int:draft>", signing.sign, name="policy-sign"),
    path("<str:digest>", views.sheet, name="policy"),
    path("<str:digest>/cases", trials.cases, name="policy-cases"),
]
