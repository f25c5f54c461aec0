"""Which address other systems use for what."""

from django.urls import path

from mianshen.bureau.api.views import delivery, push_settlement

urlpatterns = [
    path("settlements", push_settlement, name="push_settlement"),
    path("deliveries/<int:number>", delivery, name="delivery"),
]
