"""The tables of casework: orders with their lines, tasks, steps, and samples drawn of them."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class State(StrEnum):
    """待下放, 已下放, 已接收, 办理中, 已核定, 作废."""

    PENDING = "pending"
    HANDED_DOWN = "handed_down"
    RECEIVED = "received"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    VOID = "void"


OPEN = (State.PENDING, State.HANDED_DOWN, State.RECEIVED)
"""States in which what is found due still comes to an order."""


class LineState(StrEnum):
    """What became of a line of an order."""

    OPEN = "open"
    REJECTED = "rejected"
    GIVEN_BACK = "given_back"
    APPROVED = "approved"


class TaskState(StrEnum):
    """What became of a task; a dropped one was overtaken by a return."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    DROPPED = "dropped"


class FlowText(models.Model):
    """A flow as it was when orders were opened under it, by the hash of its content."""

    digest = models.TextField(primary_key=True)
    content = models.JSONField()

    class Meta:
        """Never changed."""

        db_table = "casework_flow"


class Order(models.Model):
    """What is due to one person, on its way through the offices; where it stands and nothing else.

    `stage` counts the stages of its flow from 0.
    """

    person = models.BigIntegerField()
    period = models.TextField()
    region = models.TextField()
    flow = models.ForeignKey(FlowText, models.PROTECT, related_name="+")
    state = models.TextField()
    stage = models.SmallIntegerField(db_default=0)
    is_frozen = models.BooleanField(db_default=False)
    opened_at = models.DateTimeField()

    class Meta:
        """One open order of a person and period."""

        db_table = "casework_order"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "period"],
                condition=Q(state__in=[*OPEN]),
                name="casework_order_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*State]), name="casework_order_state_known"
            ),
        )
        indexes = (models.Index(fields=["state", "region"], name="casework_order_state"),)


class OrderLine(models.Model):
    """What an order holds of one line of assessment, for the department whose programme it is."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    line = models.TextField()
    key = models.TextField(unique=True)
    person = models.BigIntegerField()
    year = models.IntegerField()
    pack = models.TextField()
    fund = models.TextField()
    programme = models.TextField()
    department = models.TextField()
    event = models.TextField(null=True)
    settled_on = models.DateField(null=True)
    amount_fen = models.BigIntegerField()
    state = models.TextField(db_default=LineState.OPEN)
    why = models.TextField(db_default="")

    class Meta:
        """Never below zero."""

        db_table = "casework_order_line"
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0, state__in=[*LineState]),
                name="casework_order_line_sound",
            ),
        )


class Task(models.Model):
    """One decision that a stage of an order waits for; `department` is empty where it is whole."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="tasks")
    stage = models.SmallIntegerField()
    department = models.TextField(db_default="")
    state = models.TextField(db_default=TaskState.OPEN)
    decided_by = models.BigIntegerField(null=True)
    decided_for = models.BigIntegerField(null=True)
    minutes = models.TextField(db_default="")

    class Meta:
        """One of an order, stage and department that counts."""

        db_table = "casework_task"
        constraints = (
            models.UniqueConstraint(
                fields=["order", "stage", "department"],
                condition=~Q(state=TaskState.DROPPED),
                name="casework_task_one",
            ),
        )


class Step(models.Model):
    """办理流转记录: one act on an order, by whom, for whom, with which note."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="steps")
    act = models.TextField()
    stage = models.SmallIntegerField()
    staff = models.BigIntegerField(null=True)
    principal = models.BigIntegerField(null=True)
    note = models.TextField(db_default="")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Never changed."""

        db_table = "casework_step"


class Sample(models.Model):
    """Orders that the database chose to be opened before one click decides all of `orders`.

    `department` is whose part of them is decided, empty where a stage decides them whole.
    """

    stage = models.SmallIntegerField()
    department = models.TextField(db_default="")
    orders = ArrayField(models.BigIntegerField())
    seed = models.BigIntegerField()
    staff = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Never changed."""

        db_table = "casework_sample"


class SampledOrder(models.Model):
    """An order of a sample, and when it was opened."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="chosen")
    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)

    class Meta:
        """Each once."""

        db_table = "casework_sampled_order"
        constraints = (
            models.UniqueConstraint(fields=["sample", "order"], name="casework_sampled_order_once"),
        )
