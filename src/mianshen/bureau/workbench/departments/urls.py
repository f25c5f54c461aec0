"""The addresses of departments' lists and parts."""

from django.urls import path

from mianshen.bureau.workbench.departments import (
    batches,
    decided,
    doubts,
    mending,
    own_tasks,
    views,
)

urlpatterns = [
    path("", views.rosters, name="rosters"),
    path("upload", views.upload, name="upload"),
    path("batches/<int:batch>", batches.batch, name="batch"),
    path("batches/<int:batch>/progress", batches.batch_progress, name="batch-progress"),
    path("batches/<int:batch>/decide", batches.decide_batch, name="decide-batch"),
    path("batches/<int:batch>/check", mending.check_corrections, name="check-corrections"),
    path("batches/<int:batch>/agree", mending.agree_corrections, name="agree-corrections"),
    path("rows/<int:waiting>", mending.waiting_row, name="waiting-row"),
    path("doubts", doubts.doubts, name="doubts"),
    path("doubts/decided", decided.decided_namings, name="decided-namings"),
    path("doubts/<int:naming>/take-back", decided.take_back_naming, name="take-back-naming"),
    path("doubts/<int:naming>", doubts.decide_doubt, name="decide-doubt"),
    path("tasks", own_tasks.department_tasks, name="department-tasks"),
    path("tasks/draw", own_tasks.draw_parts, name="department-draw"),
    path("tasks/read", own_tasks.read_part, name="department-read"),
    path("tasks/confirm", own_tasks.confirm_parts, name="department-confirm"),
    path("tasks/<int:order>", own_tasks.approve_part, name="approve-part"),
]
