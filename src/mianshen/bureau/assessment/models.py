"""The tables of assessment: policies, frozen facts, answers, lines, what people ruled; no names."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from mianshen.bureau.bitemporal.models import Fact


class PolicyText(models.Model):
    """A pack and its overlays word for word, under the hash of their words.

    `texts` are [name of the overlay (the pack's own is empty), text] in the order they are laid.
    """

    digest = models.TextField(primary_key=True)
    pack = models.TextField()
    texts = models.JSONField()

    class Meta:
        """Never changed."""

        db_table = "assessment_policy_text"


class PolicyProposal(models.Model):
    """Words that one person asks to pay by, until another signs them or turns them down."""

    text = models.ForeignKey(PolicyText, models.PROTECT, related_name="+")
    reason = models.TextField()
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField()
    decided_by = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_signed = models.BooleanField(null=True)

    class Meta:
        """Never signed by whoever proposed it; the same words wait once."""

        db_table = "assessment_policy_proposal"
        constraints = (
            models.CheckConstraint(
                condition=Q(is_signed__isnull=True)
                | Q(is_signed=False)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="assessment_policy_proposal_two_people",
            ),
            models.UniqueConstraint(
                fields=["text"],
                condition=Q(decided_at__isnull=True),
                name="assessment_policy_proposal_once",
            ),
        )


class InForce(Fact):
    """Which words of a pack this bureau pays by; several packs answer for several regions."""

    pack = models.TextField()
    digest = models.TextField()

    class Meta:
        """One at a time for each pack."""

        db_table = "assessment_in_force"
        constraints = (
            models.UniqueConstraint(
                fields=["pack"],
                condition=Q(known_to__isnull=True),
                name="assessment_in_force_one",
            ),
        )


class Frame(models.Model):
    """What everyone of a batch was asked: the benefit year, the day looked from, by which packs.

    `packs` are hashes of policy texts, `version` the program's; a frame is found by its hash.
    """

    digest = models.TextField(primary_key=True)
    year = models.IntegerField()
    as_of = models.DateField()
    year_closed = models.BooleanField()
    packs = models.JSONField()
    version = models.TextField()

    class Meta:
        """Never changed."""

        db_table = "assessment_frame"


class FrozenFacts(models.Model):
    """All facts of people assessed together, as the calculator was given them, under their hash.

    `facts` is JSON without names and numbers; its SHA-256 is the hash.
    """

    digest = models.TextField(primary_key=True)
    facts = models.TextField()

    class Meta:
        """Never changed."""

        db_table = "assessment_frozen_facts"


class Run(models.Model):
    """One batch: who was assessed, how many lines changed, how many were worked out twice."""

    at = models.DateTimeField()
    batch = models.BigIntegerField()
    actor = models.TextField()
    as_of = models.DateField()
    people = models.IntegerField()
    units = models.IntegerField()
    lines = models.IntegerField()
    changed = models.IntegerField()
    sampled = models.IntegerField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Found by time."""

        db_table = "assessment_run"


class OfPerson(Fact):
    """A fact about a person's benefit year."""

    person = models.BigIntegerField(db_index=True)
    year = models.IntegerField()

    class Meta:
        """The columns alone."""

        abstract = True


class Answer(OfPerson):
    """From which facts and in which frame a person's lines of a year follow."""

    facts = models.TextField()
    frame = models.TextField()

    class Meta:
        """One at a time for each person and year; found by the facts."""

        db_table = "assessment_answer"
        # An index of the field's own would come with a second one, for what begins alike.
        indexes = (models.Index(fields=["facts"], name="assessment_answer_facts"),)
        constraints = (
            models.UniqueConstraint(
                fields=["person", "year"],
                condition=Q(known_to__isnull=True),
                name="assessment_answer_one",
            ),
        )


class Determination(OfPerson):
    """What a pack gives on one event (none: on the year), all its lines in one row; sums are fen.

    `lines` say of each programme what is not as usual, what counts most first; `Line` shows them
    one by one. The rest follows from the lines that are not simulated: `status` is the first
    of entitled, held, zero and excluded (none: empty) and `reason` that line's, the one that holds
    most; `has_held` says that any is held, `moves` that any gives, takes or may be ordered.
    """

    event = models.TextField(null=True)
    settled_on = models.DateField(null=True)
    pack = models.TextField()
    status = models.TextField()
    reason = models.TextField()
    amount_fen = models.BigIntegerField()
    held_fen = models.BigIntegerField()
    order_fen = models.BigIntegerField()
    has_held = models.BooleanField()
    moves = models.BooleanField()
    lines = models.JSONField()

    class Meta:
        """One at a time for each event and pack; the held ones found by themselves."""

        db_table = "assessment_determination"
        indexes = (
            models.Index(
                fields=["id"],
                condition=Q(has_held=True, known_to__isnull=True),
                name="assessment_determination_held",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["person", "year", "event", "pack"],
                condition=Q(known_to__isnull=True),
                nulls_distinct=False,
                name="assessment_determination_one",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0, held_fen__gte=0, order_fen__gte=0),
                name="assessment_determination_not_negative",
            ),
        )


LINES_MAX = 1000
"""Numbers of lines are those of their determinations times this, and their places there."""


class Line(OfPerson):
    """What one programme gives on one event (none: on the year); sums are fen. A view.

    Statuses and reasons are the calculator's. `pack` is the one that answered and `fund` the
    programme's; `settled_on` is the day of the event. It is known as long as its determination is,
    and its number is another with each version of that.
    """

    person = models.BigIntegerField()
    determination = models.ForeignKey(Determination, models.DO_NOTHING, related_name="+")
    event = models.TextField(null=True)
    settled_on = models.DateField(null=True)
    pack = models.TextField()
    programme = models.TextField()
    fund = models.TextField()
    is_simulated = models.BooleanField()
    status = models.TextField()
    reason = models.TextField()
    amount_fen = models.BigIntegerField()
    held_fen = models.BigIntegerField()
    catch_up_fen = models.BigIntegerField()
    delivered_fen = models.BigIntegerField()
    order_fen = models.BigIntegerField()
    provisional = models.BooleanField()
    assumed = models.JSONField()
    has_held = models.BooleanField()
    moves = models.BooleanField()

    class Meta:
        """Read from the determinations."""

        managed = False
        db_table = "assessment_line"


class OrderChosen(OfPerson):
    """The order a layer chose on an event, and what the person bears under it and the others."""

    event = models.TextField()
    layer = models.TextField()
    chosen = models.JSONField()
    chosen_left_fen = models.BigIntegerField()
    listed_left_fen = models.BigIntegerField()
    worst_left_fen = models.BigIntegerField()
    alone_left_fen = models.JSONField()
    tied = models.BooleanField()

    class Meta:
        """Found by person."""

        db_table = "assessment_order_chosen"


class YearChosen(OfPerson):
    """A layer's choices of a year beside the best order held all year, in fen left to bear."""

    layer = models.TextField()
    held = models.JSONField()
    chosen_left_fen = models.BigIntegerField()
    held_left_fen = models.BigIntegerField()
    compared = models.IntegerField()
    applied = models.BooleanField()

    class Meta:
        """Found by person."""

        db_table = "assessment_year_chosen"


class Waiting(OfPerson):
    """Why somebody could not be assessed at all: nothing is ordered or claimed back meanwhile.

    `why` is `in_review` (a row in doubt may be about them), `no_pack` (several packs, and none
    answers for them on the day of `event`) or `facts` (they contradict; `detail` says how).
    """

    why = models.TextField()
    event = models.TextField(default="")
    detail = models.TextField(default="")

    class Meta:
        """Found by why."""

        db_table = "assessment_waiting"
        indexes = (models.Index(fields=["why"], name="assessment_waiting_why"),)


class Ruled(StrEnum):
    """What people rule about one person's aid."""

    RELEASE = "release"
    WAIVER = "waiver"
    REJECTION = "rejection"
    APPLICATION = "application"
    CHOICE = "choice"
    PIN = "pin"


TWO_PEOPLE = (Ruled.RELEASE, Ruled.WAIVER)


class Ruling(Fact):
    """Something people decided that the calculator hears.

    `subject` is the programme or layer, `event` the bill (none: all, or the year's). A release of
    a held line and a waiver of a missing opening balance name a second person.
    """

    kind = models.TextField()
    person = models.BigIntegerField(db_index=True)
    subject = models.TextField(default="")
    event = models.TextField(null=True)
    year = models.IntegerField(null=True)
    day = models.DateField(null=True)
    reason = models.TextField(default="")
    members = models.JSONField(default=list)
    actor = models.TextField()
    second = models.TextField(null=True)

    class Meta:
        """Two people where two are asked for."""

        db_table = "assessment_ruling"
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind__in=[*TWO_PEOPLE])
                | (Q(second__isnull=False) & ~Q(second=F("actor")) & ~Q(reason="")),
                name="assessment_ruling_two_people",
            ),
        )


class Proposal(models.Model):
    """A release or waiver that one person asks for with a reason, until another decides."""

    kind = models.TextField()
    person = models.BigIntegerField(db_index=True)
    subject = models.TextField(default="")
    event = models.TextField(null=True)
    year = models.IntegerField(null=True)
    reason = models.TextField()
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField()
    decided_by = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_granted = models.BooleanField(null=True)

    class Meta:
        """Never granted by whoever proposed it."""

        db_table = "assessment_proposal"
        constraints = (
            models.CheckConstraint(
                condition=Q(is_granted__isnull=True)
                | Q(is_granted=False)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="assessment_proposal_two_people",
            ),
        )
