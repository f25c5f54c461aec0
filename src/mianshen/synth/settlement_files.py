"""Settlement rows as the platform's tables show them: local care and care elsewhere, by month."""

import numpy as np
import polars as pl

from mianshen.money import FEN_PER_YUAN
from mianshen.synth.bills import AMOUNTS
from mianshen.synth.calibration import District
from mianshen.synth.dice import Flags, Ints
from mianshen.synth.layouts import Source
from mianshen.synth.people import People
from mianshen.synth.rosters import written_days
from mianshen.synth.settlements import DAY_S, Role, Rows
from mianshen.synth.visits import Visits

LOCAL_COLUMNS = (
    "setl_id", "mdtrt_id", "init_setl_id", "psn_no", "psn_name", "psn_cert_type", "certno", "gend",
    "brdy", "insutype", "insu_admdvs", "fixmedins_code", "fixmedins_name", "fix_blng_admdvs",
    "hosp_lv", "dedc_hosp_lv", "begndate", "enddate", "setl_time", "mdtrt_cert_type", "med_type",
    "setl_type", "pay_loc", "dise_codg", *AMOUNTS, "refd_setl_flag", "mid_setl_flag", "vali_flag",
    "updt_time",
)  # fmt: skip
"""The columns of the local table, under their national names."""

_FULL_WIDTH = {digit: chr(ord(digit) + 0xFEE0) for digit in "0123456789X"}
_LEFT_OUT = ("psn_part_amt", "hosp_part_amt", "acct_mulaid_pay")
_OLDER_DISEASE = "R69.x00"


def yuan(column: str) -> pl.Expr:
    """Fen as yuan with two decimals, by whole numbers only."""
    size = pl.col(column).abs()
    return pl.concat_str(
        pl.when(pl.col(column) < 0).then(pl.lit("-")).otherwise(pl.lit("")),
        (size // FEN_PER_YUAN).cast(pl.String),
        pl.lit("."),
        (size % FEN_PER_YUAN).cast(pl.String).str.zfill(2),
    )


def settlement_id(region: str, numbers: Ints) -> pl.Series:
    """20-digit settlement numbers; an empty text for -1."""
    text = region + pl.Series(numbers).cast(pl.String).str.zfill(14)
    return text.set(pl.Series(numbers < 0), "")


def visit_id(region: str, numbers: Ints) -> pl.Series:
    """Visit numbers of the shape that the platform gives them."""
    return region + "V" + pl.Series(numbers).cast(pl.String).str.zfill(13)


def settlement_cells(
    district: District, people: People, visits: Visits, rows: Rows
) -> pl.DataFrame:
    """Every row as text under the national names, damaged where its dirt says so."""
    visit, region = rows.visit, district.region
    person = visits.person[visit]
    money = pl.DataFrame(rows.amounts).select(yuan(name).alias(name) for name in AMOUNTS)
    blank = pl.Series(rows.leaves_parts_out)
    houses = pl.DataFrame(
        {
            "fixmedins_code": [one.code for one in district.hospitals],
            "fixmedins_name": [one.name for one in district.hospitals],
            "fix_blng_admdvs": [one.region for one in district.hospitals],
            "hosp_lv": [one.hosp_lv for one in district.hospitals],
            "dedc_hosp_lv": [one.grade for one in district.hospitals],
            "pay_loc": [one.pay_loc for one in district.hospitals],
        }
    )[visits.hospital[visit].tolist()]
    insurances = pl.Series((district.resident.code, district.employee.code), dtype=pl.String)
    older = pl.Series(rows.role == Role.OLDER_VERSION)
    columns = {
        "setl_id": settlement_id(region, rows.number),
        "mdtrt_id": visit_id(region, visits.number[visit]),
        "init_setl_id": settlement_id(region, np.where(rows.names_original, rows.original, -1)),
        "psn_no": people.psn_no.gather(person),
        "psn_name": people.name.gather(person),
        "certno": people.certno.gather(person),
        "gend": pl.Series(("2", "1"), dtype=pl.String).gather(people.man[person]),
        "brdy": written_days(people.born_day[person], "%Y-%m-%d"),
        "insutype": insurances.gather(people.employee[person].astype(np.int64)),
        "begndate": written_days(visits.admitted_day[visit], "%Y-%m-%d"),
        "enddate": written_days(_last_day(visits, rows), "%Y-%m-%d"),
        "setl_time": _moments(rows.settled_s),
        "updt_time": _moments(rows.updated_s),
        "med_type": visits.med_type.gather(visit),
        "dise_codg": visits.disease.gather(visit).set(older, _OLDER_DISEASE),
        **{
            name: money[name].set(blank, "") if name in _LEFT_OUT else money[name]
            for name in AMOUNTS
        },
        "refd_setl_flag": _flag(rows.refunded),
        "mid_setl_flag": _flag(rows.mid_stay),
        "vali_flag": _flag(rows.valid),
    }
    constant = {
        "psn_cert_type": "01",
        "insu_admdvs": region,
        "mdtrt_cert_type": "01",
        "setl_type": "2",
    }
    cells = pl.DataFrame(columns).hstack(houses)
    cells = cells.with_columns(pl.lit(text).alias(name) for name, text in constant.items())
    return _damaged(district, cells.select(LOCAL_COLUMNS), rows)


def settlement_truth(
    district: District, people: People, visits: Visits, rows: Rows, cells: pl.DataFrame
) -> pl.DataFrame:
    """The truth about each row: the person, the settlement with its role, and the dirt."""
    roles = pl.Series([role.name.lower() for role in Role], dtype=pl.String).gather(rows.role)
    names = pl.Series(["", *district.settlement_dirt], dtype=pl.String)
    told = names.gather(_dirt_of_text(district, rows) + 1)
    as_sent_again = {
        Role.REPEATED: "repeated_row",
        Role.OLDER_VERSION: "older_version",
        Role.VOID: "void",
    }
    for role, name in as_sent_again.items():
        told = told.set(pl.Series(rows.role == role), name)
    number_dirt = told.is_in(
        ["tab_behind_number", "lower_case_x", "full_width_number", "missing_number"]
    )
    certno = people.certno.gather(visits.person[rows.visit])
    field = pl.Series([""] * len(rows), dtype=pl.String).set(number_dirt, "certno")
    clean = certno.set(~number_dirt, "")
    zero = told == "lost_leading_zero"
    return pl.DataFrame(
        {
            "person": pl.Series(people.number[visits.person[rows.visit]]),
            "holds": cells["setl_id"] + "/" + roles,
            "dirt": told,
            "field": field.set(zero, "psn_cert_type"),
            "clean": clean.set(zero, "01"),
        }
    )


def elsewhere_cells(cells: pl.DataFrame, source: Source) -> pl.DataFrame:
    """The fields that the table of care elsewhere has, its days as its layout writes them."""
    form = source.date_form()
    days = [name for name in ("brdy", "begndate", "enddate", "setl_time") if name in cells.columns]
    if form == "%Y-%m-%d":
        shown = [pl.col(name).str.slice(0, 10) for name in days]
    else:
        shown = [pl.col(name).str.slice(0, 10).str.to_date().dt.strftime(form) for name in days]
    return cells.with_columns(shown).select(list(source.headers))


def _dirt_of_text(district: District, rows: Rows) -> Ints:
    """The dirt that the text of a row carries, -1 for rows that are only sent again or void."""
    names = list(district.settlement_dirt)
    sent_again = [
        names.index(one) for one in ("repeated_row", "older_version", "void") if one in names
    ]
    own = np.where(np.isin(rows.dirt, sent_again), -1, rows.dirt)
    return np.where(rows.role == Role.STANDING, own, -1)


def _damaged(district: District, cells: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    names = pl.Series(["", *district.settlement_dirt], dtype=pl.String)
    dirt = names.gather(_dirt_of_text(district, rows) + 1)
    certno = pl.col("certno")
    wide = certno.str.replace_many(list(_FULL_WIDTH), list(_FULL_WIDTH.values()))
    return cells.with_columns(
        pl.when(pl.lit(dirt == "tab_behind_number")).then(certno + "\t")
        .when(pl.lit(dirt == "full_width_number")).then(wide)
        .when(pl.lit(dirt == "missing_number")).then(pl.lit(""))
        .when(pl.lit(dirt == "lower_case_x")).then(certno.str.to_lowercase())
        .otherwise(certno).alias("certno"),
        pl.when(pl.lit(dirt == "lost_leading_zero")).then(pl.lit("1"))
        .otherwise(pl.col("psn_cert_type")).alias("psn_cert_type"),
    )  # fmt: skip


def _last_day(visits: Visits, rows: Rows) -> Ints:
    """The day a bill runs to; one within a stay runs to the day it was settled."""
    return np.where(
        rows.role == Role.MID_FIRST, rows.settled_s // DAY_S, visits.left_day[rows.visit]
    )


def _moments(seconds: Ints) -> pl.Series:
    return pl.Series(seconds * 1_000_000).cast(pl.Datetime("us")).dt.strftime("%Y-%m-%d %H:%M:%S")


def _flag(flags: Flags) -> pl.Series:
    return pl.Series(("0", "1"), dtype=pl.String).gather(flags.astype(np.int64))
