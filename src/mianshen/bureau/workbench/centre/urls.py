"""The addresses of the centre's screens."""

from django.urls import path

from mianshen.bureau.workbench.centre import indicators, months, tables, views

urlpatterns = [
    path("", views.centre, name="centre"),
    path("funnel", views.funnel, name="centre-funnel"),
    path("tables", tables.tables, name="tables"),
    path("tables/<str:kind>", tables.table, name="table"),
    path("tables/<str:kind>/file", tables.table_file, name="table-file"),
    path("tables/<str:kind>/open", tables.open_table_file, name="open-table-file"),
    path("tables/<str:kind>/hand-in", tables.hand_in, name="hand-in"),
    path("handed-in/<int:table>", tables.handed_in, name="handed-in"),
    path("handed-in/<int:table>/file", tables.handed_in_file, name="handed-in-file"),
    path("months", months.months, name="months"),
    path("months/close", months.close_month, name="close-month"),
    path("months/correct", months.propose_correction, name="propose-correction"),
    path("months/correct/<int:correction>", months.decide_correction, name="decide-correction"),
    path("indicators", indicators.indicators, name="indicators"),
    path("indicators/baseline", indicators.enter_baseline, name="enter-baseline"),
]
