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

SUPPLEMENT = "supplement"
"""The reason of a pause that an order has once: the person was told what is missing."""


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


class AlertKind(StrEnum):
    """A clock is about to run out, or it has."""

    WARNED = "warned"
    OVERDUE = "overdue"


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
        indexes = (
            models.Index(fields=["state", "region"], name="casework_order_state"),
            models.Index(fields=["period", "region"], name="casework_order_period"),
            models.Index(fields=["person"], name="casework_order_person"),
        )


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
        indexes = (models.Index(fields=["person"], name="casework_order_line_person"),)


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
        indexes = (
            models.Index(
                fields=["order", "stage"], condition=Q(state="open"), name="casework_task_open"
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


class Pause(models.Model):
    """Days on which the clocks of an order stand that may stand for this reason, and why they do.

    `last` is none while it goes on. What is missing is told once (补正一次性告知): an order has one
    pause of that reason.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="pauses")
    reason = models.TextField()
    why = models.TextField()
    first = models.DateField()
    last = models.DateField(null=True)
    opened_by = models.BigIntegerField()
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        """One of a reason goes on at a time; it ends no earlier than it began, by somebody."""

        db_table = "casework_pause"
        constraints = (
            models.UniqueConstraint(
                fields=["order", "reason"],
                condition=Q(last__isnull=True) | Q(reason=SUPPLEMENT),
                name="casework_pause_one",
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True, closed_by__isnull=True)
                | Q(last__gte=models.F("first"), closed_by__isnull=False),
                name="casework_pause_ends_after_it_began",
            ),
        )


class Clock(models.Model):
    """How a clock of an order's flow stood when it was last looked at.

    `due_on` is none while nobody knows when a pause ends; `is_assumed` says that a year had to be
    counted by weekends alone.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="clocks")
    code = models.TextField()
    began_on = models.DateField()
    due_on = models.DateField(null=True)
    is_assumed = models.BooleanField(db_default=False)
    stand = models.TextField()
    ended_on = models.DateField(null=True)

    class Meta:
        """Each clock of an order once; found by what runs out next."""

        db_table = "casework_clock"
        constraints = (
            models.UniqueConstraint(fields=["order", "code"], name="casework_clock_once"),
        )
        indexes = (
            models.Index(
                fields=["due_on"], condition=Q(ended_on__isnull=True), name="casework_clock_running"
            ),
        )


class Alert(models.Model):
    """Somebody was told of a clock: whoever has the order before its last day, others after it."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="alerts")
    code = models.TextField()
    kind = models.TextField()
    office = models.TextField()
    region = models.TextField()
    due_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        """Told once for each last day; a pause that moves it lets it be told again."""

        db_table = "casework_alert"
        constraints = (
            models.UniqueConstraint(
                fields=["order", "code", "kind", "due_on"], name="casework_alert_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[*AlertKind]), name="casework_alert_kind_known"
            ),
        )
        indexes = (models.Index(fields=["office", "region"], name="casework_alert_office"),)


class Visit(models.Model):
    """转村(社区)核实: a question for the village helper about an order, and what was found."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="visits")
    question = models.TextField()
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    answer = models.TextField(db_default="")
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """One open for an order at a time; whoever asks does not answer."""

        db_table = "casework_visit"
        constraints = (
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(answered_at__isnull=True),
                name="casework_visit_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(answered_by=models.F("asked_by")) & ~Q(answer=""),
                name="casework_visit_two_people",
            ),
        )
