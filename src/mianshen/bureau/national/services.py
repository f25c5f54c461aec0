"""The door to the national platform: identity marks and their answers, aid at the counter."""

from mianshen.bureau.national.answering import state_answers, withdraw_answers
from mianshen.bureau.national.comparing import SENT, Kind, MarkDifference
from mianshen.bureau.national.counter_aid import (
    Differing,
    compare_counter_aid,
    counter_differences,
    explain_difference,
    state_counter_aid,
    withdraw_counter_aid,
)
from mianshen.bureau.national.marking import (
    MarkTask,
    close_mark_task,
    mark_differences,
    mark_tasks,
    marks_file,
    request_marks,
)

__all__ = [
    "SENT",
    "Differing",
    "Kind",
    "MarkDifference",
    "MarkTask",
    "close_mark_task",
    "compare_counter_aid",
    "counter_differences",
    "explain_difference",
    "mark_differences",
    "mark_tasks",
    "marks_file",
    "request_marks",
    "state_answers",
    "state_counter_aid",
    "withdraw_answers",
    "withdraw_counter_aid",
]
