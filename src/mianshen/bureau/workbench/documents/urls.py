"""The addresses of documents."""

from django.urls import path

from mianshen.bureau.workbench.documents import views

urlpatterns = [
    path("", views.documents, name="documents"),
    path("orders/<int:order>", views.of_order, name="order-documents"),
    path("orders/<int:order>/make", views.make, name="document-make"),
    path("recoveries/<int:recovery>/make", views.make_reclaim, name="document-reclaim"),
    path("<int:document>/served", views.serve, name="document-serve"),
    path("<int:document>/print", views.print_out, name="document-print"),
]
