"""Tables of offices: what keeps its identity, and beside it the dated versions of what it was."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from mianshen.bureau.offices.dated import Dated
from mianshen.bureau.offices.vocabulary import Act, OfficeKind, Reach, Sight
from mianshen.standards.regions import CODE_DIGITS


def _choices(kind: type[OfficeKind] | type[Reach] | type[Sight] | type[Act]) -> list[str]:
    return [one.value for one in kind]


class District(models.Model):
    """An area that runs one profile, by its region code; one installation may hold several.

    `loaded` is the digest of the profile's file that was loaded last.
    """

    code = models.CharField(max_length=CODE_DIGITS, primary_key=True)
    loaded = models.TextField(default="")

    class Meta:
        """The row is also the lock under which a profile is loaded."""

        db_table = "offices_district"

    def __str__(self) -> str:
        return self.code


class _OfDistrict(models.Model):
    district = models.ForeignKey(District, models.PROTECT)
    code = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.district_id} {self.code}"


class Department(_OfDistrict):
    """A department of a district (民政局, 残联 …), by the code its profile gives it."""

    class Meta:
        """Codes are unique in a district."""

        db_table = "offices_department"
        constraints = (
            models.UniqueConstraint(fields=["district", "code"], name="offices_department_code"),
        )


class Office(_OfDistrict):
    """An office: a street's agency, the district centre, a department's desk."""

    class Meta:
        """Codes are unique in a district."""

        db_table = "offices_office"
        constraints = (
            models.UniqueConstraint(fields=["district", "code"], name="offices_office_code"),
        )


class Role(_OfDistrict):
    """What a member of staff can be at an office."""

    class Meta:
        """Codes are unique in a district."""

        db_table = "offices_role"
        constraints = (
            models.UniqueConstraint(fields=["district", "code"], name="offices_role_code"),
        )


class DistrictState(Dated):
    """Name and profile of a district; `profile` is a shipped one's name or a folder."""

    KEY = ("district",)

    district = models.ForeignKey(District, models.PROTECT, related_name="states")
    title = models.TextField()
    title_en = models.TextField(blank=True)
    profile = models.TextField()

    class Meta:
        """One version a day."""

        db_table = "offices_district_state"
        constraints = (Dated.days_in_order(),)


class RegionState(Dated):
    """A region by its code; what it lies in is the beginning of the code."""

    KEY = ("code",)

    district = models.ForeignKey(District, models.PROTECT, related_name="regions")
    code = models.CharField(max_length=CODE_DIGITS)
    name = models.TextField()

    class Meta:
        """One version a day; found by code and by name."""

        db_table = "offices_region_state"
        constraints = (Dated.days_in_order(),)
        indexes = (
            models.Index(fields=["code"], name="offices_region_code"),
            models.Index(fields=["name"], name="offices_region_name"),
        )


class Succession(Dated):
    """From `valid_from` on, the cases of `old` belong to `new`: a merger, a split, a new code."""

    KEY = ("old", "new")

    district = models.ForeignKey(District, models.PROTECT, related_name="successions")
    old = models.CharField(max_length=CODE_DIGITS)
    new = models.CharField(max_length=CODE_DIGITS)

    class Meta:
        """No region succeeds itself."""

        db_table = "offices_succession"
        constraints = (
            Dated.days_in_order(),
            models.CheckConstraint(condition=~Q(old=F("new")), name="offices_succession_other"),
        )


class DepartmentState(Dated):
    """Names of a department; `also` are those that sources and packs call it by."""

    KEY = ("department",)

    department = models.ForeignKey(Department, models.PROTECT, related_name="states")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    also = ArrayField(models.TextField(), default=list)

    class Meta:
        """One version a day."""

        db_table = "offices_department_state"
        constraints = (Dated.days_in_order(),)


class OfficeState(Dated):
    """What an office is: its kind, the region it answers for, its department, its wave if any."""

    KEY = ("office",)

    office = models.ForeignKey(Office, models.PROTECT, related_name="states")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    kind = models.TextField()
    region = models.CharField(max_length=CODE_DIGITS)
    department = models.ForeignKey(Department, models.PROTECT)
    wave = models.SmallIntegerField(null=True)

    class Meta:
        """One version a day; kinds are the known ones."""

        db_table = "offices_office_state"
        constraints = (
            Dated.days_in_order(),
            models.CheckConstraint(
                condition=Q(kind__in=_choices(OfficeKind)), name="offices_office_state_kind"
            ),
        )


class WaveState(Dated):
    """When the offices of a wave go live; pending while `live_from` is not known."""

    KEY = ("district", "number")

    district = models.ForeignKey(District, models.PROTECT, related_name="waves")
    number = models.SmallIntegerField()
    live_from = models.DateField(null=True)
    source = models.TextField(blank=True)

    class Meta:
        """One version a day."""

        db_table = "offices_wave_state"
        constraints = (Dated.days_in_order(),)


class RoleState(Dated):
    """What a role lets be seen and be done, and whether beyond the own department."""

    KEY = ("role",)

    role = models.ForeignKey(Role, models.PROTECT, related_name="states")
    title = models.TextField()
    title_en = models.TextField(blank=True)
    departments = models.TextField()
    sees = ArrayField(models.TextField(), default=list)
    does = ArrayField(models.TextField(), default=list)

    class Meta:
        """One version a day; nothing is seen or done that the program does not know."""

        db_table = "offices_role_state"
        constraints = (
            Dated.days_in_order(),
            models.CheckConstraint(
                condition=Q(departments__in=_choices(Reach))
                & Q(sees__contained_by=_choices(Sight))
                & Q(does__contained_by=_choices(Act)),
                name="offices_role_state_words",
            ),
        )


class IncompatibleRoles(Dated):
    """Two roles that no one may hold on the same day, himself or for another."""

    KEY = ("one", "other")

    one = models.ForeignKey(Role, models.PROTECT, related_name="+")
    other = models.ForeignKey(Role, models.PROTECT, related_name="+")
    reason = models.TextField()
    reason_en = models.TextField(blank=True)

    class Meta:
        """Each pair is spelled one way."""

        db_table = "offices_incompatible_roles"
        constraints = (
            Dated.days_in_order(),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="offices_incompatible_roles_order"
            ),
        )


class Staff(models.Model):
    """A member of staff, by number (工号); the log-in is Django's user.

    `must_choose` says that somebody else knows the password: another is chosen before anything is
    done with it.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT)
    number = models.TextField(unique=True)
    name = models.TextField()
    must_choose = models.BooleanField(default=False)

    class Meta:
        """The row is also the lock under which roles are given."""

        db_table = "offices_staff"

    def __str__(self) -> str:
        return self.number


class Assignment(Dated):
    """A member of staff has a role at an office."""

    KEY = ("staff", "office", "role")

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="assignments")
    office = models.ForeignKey(Office, models.PROTECT)
    role = models.ForeignKey(Role, models.PROTECT)

    class Meta:
        """One version a day; found by office, to hand its tasks over."""

        db_table = "offices_assignment"
        constraints = (Dated.days_in_order(),)


class Delegation(Dated):
    """A deputy acts for a principal in a role at an office; always ends on a day."""

    KEY = ("principal", "deputy", "office", "role")

    principal = models.ForeignKey(Staff, models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey(Staff, models.PROTECT, related_name="delegations_held")
    office = models.ForeignKey(Office, models.PROTECT)
    role = models.ForeignKey(Role, models.PROTECT)
    reason = models.TextField()

    class Meta:
        """One version a day; nobody is his own deputy."""

        db_table = "offices_delegation"
        constraints = (
            Dated.days_in_order(),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=False) & ~Q(principal=F("deputy")),
                name="offices_delegation_ends",
            ),
        )


class AnnouncedYear(models.Model):
    """The days off and the weekends worked of a year, as announced; the newest of a year counts."""

    year = models.SmallIntegerField()
    off = ArrayField(models.DateField())
    worked = ArrayField(models.DateField())
    source = models.TextField()
    actor = models.TextField()
    stated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Only ever added to."""

        db_table = "offices_announced_year"

    def __str__(self) -> str:
        return str(self.year)
