"""A new pack to begin from: small, whole, with a case that holds and comments that guide."""

import re
from pathlib import Path

from mianshen.run.folders import check_out, whole_folder
from mianshen.run.messages import Lang, bad

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_REGION = re.compile(r"\d{6}(\d{6})?")


def write_new_pack(out: Path, pack_id: str, title: str, region: str, lang: Lang) -> Path:
    """Write a pack of its own folder below `out` and return the folder.

    Raises `InputError` for an id or region of the wrong form, and where something is already.
    """
    if not _ID.fullmatch(pack_id):
        raise bad("pack_id_form", value=pack_id)
    if not _REGION.fullmatch(region):
        raise bad("region_form", value=region)
    folder = out / pack_id
    check_out(folder)
    index = lang is Lang.EN
    values = {"id": pack_id, "title": _quoted(title or pack_id), "region": region}
    with whole_folder(folder) as partial:
        (partial / "cases").mkdir()
        for name, texts in _FILES.items():
            text = texts[index]
            for key, value in values.items():
                text = text.replace(f"<{key}>", value)
            (partial / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def _quoted(title: str) -> str:
    """A title as YAML text that stays itself whatever it holds."""
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{" ".join(escaped.split())}"'


_PACK_ZH = """\
# 政策包。每一个键的含义见 docs/packs.md；写完一段就运行：
#   mianshen packs check .     检查写法
#   mianshen packs test .      试算 cases/ 里的算例
# 金额写元（3000 或 3000.00），比例写百分数（70%），日期写 2024-01-01。
# 文件里没有写明的数不要编：参数不写 values，用到它的结算会暂缓，而不会算错。

id: <id>
title: <title>
region: "<region>"

# 待遇年度：哪天开始；按哪个日期归入年度（admission 入院、discharge 出院、settlement 结算）。
year: {starts: 01-01, by: settlement}

# 本政策涉及的全部人员身份，写法与部门名单一致。
identities: [特困, 低保, 低保边缘]

# 会随年度变化的数。到期改数时加一行，不要改旧的一行。
parameters:
  start_line:
    title: 低保边缘家庭成员年度起付标准
    values:
      - {from: 2024-01-01, value: 3000}
    # 下面是示例数字：换成文件规定的数，并把 assumed 换成
    # law: {document: 文号, clause: 第几条}
    law: {assumed: 示例数字，待换成文件规定的数}

# 在救助之前支付的各方。from 是结算数据里的字段：
# hifp_pay 基本统筹、hifmi_pay 居民大病、hifob_pay 职工大额、cvlserv_pay 公务员、hifes_pay 补充。
payers:
  basic: {from: [hifp_pay], title: 基本医保}
  major: {from: [hifmi_pay, hifob_pay], title: 大病保险}

# 支付次序，从先到后。一层要么是支付方，要么是救助项目。
layers:
  - {id: insurers, title: 医疗保险, payers: [basic, major]}
  - {id: aid, title: 医疗救助, members: [inpatient]}

programmes:
  inpatient:
    title: 住院医疗救助
    office: 医疗保障局
    fund: 医疗救助基金
    who: {any: [特困, 低保, 低保边缘]}
    # 什么样的结算。含本数写 >=，不含写 >。
    when: visit is inpatient
    # 这些支付方的数据到齐之前先暂缓。
    requires: [basic, major]
    # 救助基数：in_scope 是政策范围内费用。
    base: in_scope - basic - major
    # 按年累计计算（per: year），或逐次计算（per: visit）。
    per: year
    # 待遇标准：每行给一类人；同一个人符合几行时取对他最好的一行。
    terms:
      - who: [特困]
        ratio: 100%
      - who: [低保]
        ratio: 80%
      - who: [低保边缘]
        line: {amount: start_line, per: year}
        ratio: 70%
    # 封顶线。几个项目共用一个限额时改用 pools。
    caps:
      - {amount: 50000, per: year}
    law: {assumed: 示例数字，待换成文件规定的数}

# 文件里有而这里没能表达的，每条写一句。
untranslatable: []
"""

_PACK_EN = """\
# A pack. docs/packs.md gives the meaning of every key; after each part run:
#   mianshen packs check .     is it well spelled, does it fit together
#   mianshen packs test .      do the cases in cases/ come out to the fen
# Amounts are yuan (3000 or 3000.00), shares per cent (70%), days 2024-01-01.
# Never invent a figure: a parameter without values holds the lines that need it.

id: <id>
title: <title>
region: "<region>"

# The benefit year: the day it starts, and the date that puts a bill into it
# (admission, discharge or settlement).
year: {starts: 01-01, by: settlement}

# Every identity the policy speaks of, in the words of the rosters.
identities: [特困, 低保, 低保边缘]

# Figures that change. When one changes add a line; leave the old one as it is.
parameters:
  start_line:
    title: 低保边缘家庭成员年度起付标准
    title_en: Yearly start line of people at the margin
    values:
      - {from: 2024-01-01, value: 3000}
    # An invented figure: put the one of the document here, and instead of `assumed`
    # law: {document: …, clause: …}
    law: {assumed: a figure to begin with}

# Who pays before aid. `from` names fields of the settlement: hifp_pay basic insurance,
# hifmi_pay and hifob_pay major illness, cvlserv_pay civil servants, hifes_pay supplements.
payers:
  basic: {from: [hifp_pay], title: 基本医保, title_en: Basic insurance}
  major: {from: [hifmi_pay, hifob_pay], title: 大病保险, title_en: Major illness insurance}

# Who comes after whom. A layer holds payers, or programmes.
layers:
  - {id: insurers, title: 医疗保险, title_en: Insurance, payers: [basic, major]}
  - {id: aid, title: 医疗救助, title_en: Medical assistance, members: [inpatient]}

programmes:
  inpatient:
    title: 住院医疗救助
    title_en: Inpatient aid
    office: 医疗保障局
    fund: 医疗救助基金
    who: {any: [特困, 低保, 低保边缘]}
    # Which bills. Inclusive is >=, strict is >.
    when: visit is inpatient
    # Until these payers have spoken the line waits.
    requires: [basic, major]
    # What the share is taken of; in_scope is the recognised cost.
    base: in_scope - basic - major
    # Computed over the year (per: year) or visit by visit (per: visit).
    per: year
    # A row for each class; of several rows a person gets the one that is best for them.
    terms:
      - who: [特困]
        ratio: 100%
      - who: [低保]
        ratio: 80%
      - who: [低保边缘]
        line: {amount: start_line, per: year}
        ratio: 70%
    # Caps. Programmes that share one limit draw on a pool instead.
    caps:
      - {amount: 50000, per: year}
    law: {assumed: figures to begin with}

# What the documents say and the pack does not, a sentence each.
untranslatable: []
"""

_CASE_ZH = """\
# 算例：写明给出什么、应当得出什么，用计算器就能按文件核对。最好的算例是文件或网站上公布过的。
# 有公布金额的写 origin: published，并写 law；自己算的写 origin: by hand。
cases:
  - id: <id>-two-stays
    title: 低保边缘，起付线 3000 元在两次住院中抵扣
    origin: by hand
    year: 2024
    person: {identities: 低保边缘}
    events:
      spring:
        settled: 2024-03-20
        visit: inpatient
        grade: 二级
        total: 8000
        in_scope: 7000
        paid: {hifp_pay: 5000.00, hifmi_pay: 0.00}
        # 7000 − 5000 = 2000，未达起付线 3000
        expect: {inpatient: {zero: below start line}}
      autumn:
        settled: 2024-10-08
        visit: inpatient
        grade: 三级
        total: 20000
        in_scope: 18000
        paid: {hifp_pay: 12000.00, hifmi_pay: 1000.00}
        # 18000 − 12000 − 1000 = 5000；起付线还剩 1000；(5000 − 1000) × 70% = 2800
        expect: {inpatient: 2800.00}
        left: {in_scope: 2200.00, person: 4200.00}
"""

_CASE_EN = """\
# A case: what goes in and what must come out, to be checked with a pocket calculator. The best
# ones are printed somewhere: origin: published, with its law. Your own are origin: by hand.
cases:
  - id: <id>-two-stays
    title: At the margin, a yearly line of 3000 used up over two stays
    origin: by hand
    year: 2024
    person: {identities: 低保边缘}
    events:
      spring:
        settled: 2024-03-20
        visit: inpatient
        grade: 二级
        total: 8000
        in_scope: 7000
        paid: {hifp_pay: 5000.00, hifmi_pay: 0.00}
        # 7000 - 5000 = 2000, below the line of 3000
        expect: {inpatient: {zero: below start line}}
      autumn:
        settled: 2024-10-08
        visit: inpatient
        grade: 三级
        total: 20000
        in_scope: 18000
        paid: {hifp_pay: 12000.00, hifmi_pay: 1000.00}
        # 18000 - 12000 - 1000 = 5000; 1000 of the line is left; (5000 - 1000) x 70 % = 2800
        expect: {inpatient: 2800.00}
        left: {in_scope: 2200.00, person: 4200.00}
"""

_SOURCES_ZH = """\
# Sources · 来源

| 数字 | 出处（文号、条款、网址） |
|---|---|
| 起付标准 3000、比例 100% / 80% / 70%、年度限额 50000 | 示例数字，待换 |

怎样理解条文（含本数还是不含、按次还是按年、从哪天起）：

-

没有找到的：

-
"""

_SOURCES_EN = """\
# Sources

| figure | where it stands (document, clause, address) |
|---|---|
| start line 3000, shares 100 / 80 / 70 %, yearly limit 50000 | invented, to be replaced |

How the texts were read (inclusive or not, per visit or per year, from which day):

-

Not found:

-
"""

_FILES = {
    "pack.yaml": (_PACK_ZH, _PACK_EN),
    "cases/first.yaml": (_CASE_ZH, _CASE_EN),
    "sources.md": (_SOURCES_ZH, _SOURCES_EN),
}
