"""What is wrong with an input, as one sentence in Chinese or English: what, where, what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mianshen.policy.saying import chinese
from mianshen.run.table_sentences import TABLE_SENTENCES
from mianshen.standards.findings import Problem, Rule

PROBLEMS_SHOWN_MAX = 10


class Lang(StrEnum):
    """The language that people are spoken to in."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence by its code, with the place it speaks of (`file:row:column`)."""

    code: str
    where: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def text(self, lang: Lang) -> str:
        """The sentence, its place first."""
        sentence = self._sentence(lang)
        return f"{self.where}: {sentence}" if self.where else sentence

    def parts(self, lang: Lang) -> tuple[str, str]:
        """The sentence without its place: what is wrong, and what to do."""
        wrong, _, remedy = self._sentence(lang).partition("; " if lang is Lang.EN else "；")
        return wrong, remedy

    def _sentence(self, lang: Lang) -> str:
        values = self.values
        if lang is Lang.ZH:
            values = {name: chinese(value) for name, value in values.items()}
        return _SENTENCES[self.code][lang is Lang.EN].format_map(values)

    @property
    def value(self) -> str:
        """What was found, where it may be shown."""
        found = self.values.get("value") or self.values.get("found", "")
        return found.strip().removeprefix("(").removesuffix(")").strip("'")


class InputError(Exception):
    """An input that cannot be used; nothing has been written."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(message.text(Lang.EN) for message in self.messages))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple["Message", ...]]]:
        """From one process to another it goes with its problems, not with their text alone."""
        return type(self), (self.messages,)

    def lines(self, lang: Lang) -> list[str]:
        """The first problems, one a line, and how many there are besides."""
        shown = [message.text(lang) for message in self.messages[:PROBLEMS_SHOWN_MAX]]
        more = len(self.messages) - len(shown)
        if more:
            shown.append(Message("more", "", {"count": str(more)}).text(lang))
        return shown


def bad(code: str, where: str = "", **values: object) -> InputError:
    """A single problem, ready to be raised."""
    return InputError([message(code, where, **values)])


def message(code: str, where: str = "", **values: object) -> Message:
    """A message with its values as text."""
    texts = {
        name: value if isinstance(value, str) else str(value) for name, value in values.items()
    }
    return Message(code, where, texts)


def rule_message(problem: Problem) -> Message:
    """A problem of the national standard as a message at its file, row and column."""
    where = f"{problem.where}:{problem.field}"
    found = f" ({problem.value})" if problem.value else ""
    return message(f"rule.{problem.rule}", where, found=found, remedy=problem.remedy)


def cell_message(rule: Rule, where: str, value: str = "") -> Message:
    """The same for a cell of a table that the national standard does not describe."""
    return message(f"rule.{rule}", where, found=f" ({value})" if value else "")


_SENTENCES: Mapping[str, tuple[str, str]] = {
    **TABLE_SENTENCES,
    "said": ("{detail}", "{detail}"),
    "more": ("另有 {count} 处问题未列出。", "There are {count} more problems like these."),
    "pack": ("待遇政策有误，{detail}", "The pack cannot be used: {detail}"),
    "pack_unknown": (
        "没有叫“{name}”的待遇政策，也没有这个文件夹；自带的有：{known}。",
        "There is no pack named {name!r} and no such folder; shipped packs are: {known}.",
    ),
    "pack_no_file": (
        "这个文件夹里没有 pack.yaml；请指向待遇政策所在的文件夹。",
        "there is no pack.yaml in this folder; name the folder of a pack.",
    ),
    "pack_ambiguous": (
        "“{name}”可以指 {known}，请写全名。",
        "{name!r} may mean {known}; write the whole name.",
    ),
    "overlay_alone": (
        "这是假定值文件，不是政策包；请和它的政策包一起检查：--overlay。",
        "this is an overlay and not a pack; check it with its pack: --overlay.",
    ),
    "case": ("算例有误，{detail}", "The case cannot be read: {detail}"),
    "cases_missing": (
        "没有算例，什么也没有试算；请在 cases/ 里写一个。",
        "there are no cases, so nothing was tried; write one in cases/.",
    ),
    "pack_id_form": (
        "“{value}”不能作编号；请用小写字母、数字和“-”，如 320200-wuxi。",
        "{value!r} cannot be an id; use small letters, digits and '-', as in 320200-wuxi.",
    ),
    "region_form": (
        "“{value}”不是区划代码；请写六位或十二位数字。",
        "{value!r} is not a region code; write six or twelve digits.",
    ),
    "source_not_declared": (
        "配置里没有叫“{name}”的来源；有：{known}。",
        "The profile has no source named {name!r}; there are: {known}.",
    ),
    "delivery_unknown": (
        "文件名对不上任何来源；请改名或指明来源。文件名样式：{known}。",
        "no source has files of this name; rename it or name its source. File names are: {known}.",
    ),
    "batch_no_period": (
        "看不出是哪一期的；请在文件名里写明，或另行指明期别。",
        "it does not say which period it is of; name the file so, or state the period.",
    ),
    "batch_not_there": (
        "这一批现在是“{state}”，不能这样办理；请刷新后再看。",
        "this batch is {state} now, so that cannot be done; look at it again.",
    ),
    "row_not_waiting": (
        "这一行不在待纠正数据里；请刷新后再看。",
        "this row does not wait to be mended; look at it again.",
    ),
    "table_unreadable": (
        "前置库的表读不出来（{reason}）；请核对地址、账号权限和表名。",
        "the table cannot be read ({reason}); check the address, the rights and the table's name.",
    ),
    "payment_contradicts": (
        "同一编号先前报的是另一笔；请向报送单位核实后更正，或先撤回先前的一批。",
        "another payment was delivered under this number; ask the office, then correct the row"
        " or take the earlier batch back.",
    ),
    "profile_unknown": (
        "没有叫“{name}”的配置，也没有这个文件夹；自带的有：{known}。",
        "There is no profile named {name!r} and no such folder; shipped profiles are: {known}.",
    ),
    "profile_no_file": (
        "这个文件夹里没有 {file}；请指向配置所在的文件夹。",
        "there is no {file} in this folder; name the folder of a profile.",
    ),
    "profile": ("配置有误，{detail}", "The profile cannot be used: {detail}"),
    "people_out_of_range": (
        "人数应在 1 到 {most} 之间（现为 {value}）。",
        "the number of people goes from 1 to {most}; this is {value}.",
    ),
    "seed_below_zero": (
        "种子应为 0 或更大的整数（现为 {value}）。",
        "the seed is a whole number from 0 on; this is {value}.",
    ),
    "bureau_missing": (
        '没有安装平台部分；请执行 pip install "mianshen[bureau]"。',
        'The platform is not installed; run pip install "mianshen[bureau]".',
    ),
    "backup_nowhere": (
        "请用 --out 写明备份放在哪里；只存密钥用 --keys。",
        "say with --out where the backup goes, or with --keys where only the keys go.",
    ),
    "backup_also": (
        "--also 是 --out 之外的第二处，请换一个文件夹。",
        "--also is a second place beside --out; name another folder.",
    ),
    "backup_keys_together": (
        "密钥不能和备份放在一起；请把 --keys 指到别处。",
        "the keys do not lie with the backup they open; give --keys another folder.",
    ),
    "demo_missing": ("没有找到自带的示例数据。", "The shipped example was not found."),
    "file_missing": (
        "没有这个文件；请检查路径。",
        "there is no such file; check the path.",
    ),
    "file_unreadable": (
        "文件打不开（{reason}）；请检查权限。",
        "the file cannot be read ({reason}); check its permissions.",
    ),
    "file_twice": (
        "这个文件给了两次；请去掉一次。",
        "this file was given twice; name it once.",
    ),
    "not_utf8": (
        "这一行既不是 UTF-8 也不是 GB18030 编码；请另存为“CSV UTF-8（逗号分隔）”。",
        "this line is neither UTF-8 nor GB18030; save the file as CSV in UTF-8.",
    ),
    "not_text": (
        "这不是文本文件；请另存为“CSV UTF-8（逗号分隔）”或 xlsx。",
        "this is no text file; save it as CSV in UTF-8 or as xlsx.",
    ),
    "line_too_long": (
        "这一行超过 {limit} 字节，不像一张表；请重新导出。",
        "this line is longer than {limit} bytes, which no table is; export the file again.",
    ),
    "cell_too_long": (
        "有一格超过 {limit} 个字；请检查后重新导出。",
        "a cell holds more than {limit} characters; look at it and export the file again.",
    ),
    "file_too_large": (
        "文件超过 {limit} 字节；请分期导出。",
        "the file is larger than {limit} bytes; export it in parts.",
    ),
    "too_many_columns": (
        "超过 {limit} 列；请只导出需要的列。",
        "there are more than {limit} columns; export only those that are needed.",
    ),
    "too_many_rows": (
        "超过 {limit} 行；请分期导出。",
        "there are more than {limit} rows; export the file in parts.",
    ),
    "too_many_sheets": (
        "工作簿超过 {limit} 张表；请拆开。",
        "the workbook has more than {limit} sheets; split it.",
    ),
    "sheet_too_large": (
        "一张表铺开超过 {limit} 格；请删掉数据以外的行和列后另存。",
        "a sheet spans more than {limit} cells; delete the rows and columns beyond the data.",
    ),
    "workbook_too_large": (
        "解压后超过 {limit} 字节，或压缩得不合常理，没有打开；"
        "请按镇街分成几份，各放一个文件夹，同名报送。",
        "unpacked it is beyond {limit} bytes or packed beyond reason, and was not opened; split it"
        " by township into files of the same name, each in a folder of its own.",
    ),
    "workbook_locked": (
        "工作簿加了密码；请去掉密码后另存。",
        "the workbook has a password; save it without one.",
    ),
    "old_workbook": (
        "这是旧格式（xls）或加了密码的工作簿；请去掉密码、另存为 xlsx。",
        "this is an old workbook (xls) or one with a password; save it as xlsx without one.",
    ),
    "not_a_workbook": (
        "工作簿打不开（{reason}）；请重新导出。",
        "the workbook cannot be opened ({reason}); export it again.",
    ),
    "not_parquet": (
        "Parquet 文件打不开（{reason}）；请重新导出。",
        "the Parquet file cannot be read ({reason}); export it again.",
    ),
    "zero_report_unsigned": (
        "写了零报告，但没有填表人签名；请签名后重新报送。",
        "it says that there is nothing to tell, but nobody has signed; have it signed and sent"
        " again.",
    ),
    "sheet_missing": (
        "没有“{sheet}”这张表，有的是 {known}；请改表名，或改 sources.yaml。",
        "there is no sheet {sheet!r}, only {known}; rename it or change sources.yaml.",
    ),
    "sources": ("数据来源说明有误，{detail}", "The sources cannot be used: {detail}"),
    "folder_missing": (
        "没有这个文件夹；请检查路径。",
        "there is no such folder; check the path.",
    ),
    "profile_with_folder": (
        "--profile 和 --in 要一起给。",
        "--profile and --in belong together; give both.",
    ),
    "nothing_given": (
        "没有给 {option}；请给出文件，或用 --profile 和 --in 指定配置和文件夹。",
        "{option} is missing; name the files, or a profile and a folder by --profile and --in.",
    ),
    "role_missing": (
        "文件夹里没有{role}；应有：{files}。",
        "the folder holds no {role}; expected: {files}.",
    ),
    "not_a_change": (
        "变动类型应是新增、变更或终止（现为“{value}”）。",
        "新增, 变更 or 终止 was expected here, found {value!r}.",
    ),
    "not_an_answer": (
        "处理结果应是成功、失败、接收或拒绝（现为“{value}”）。",
        "成功, 失败, 接收 or 拒绝 was expected here, found {value!r}.",
    ),
    "mark_line_unknown": (
        "没有报送过这一行；请核对回执是不是这里报送的。",
        "no such line was sent from here; see whether the answer is to a file of ours.",
    ),
    "not_a_disability_card": (
        "残疾人证号应为 20 位（现为 {length} 位）；请报送部门核对原件。",
        "a disability card has 20 digits, this has {length}; ask the sender to look at the"
        " original.",
    ),
    "correction_no_file": (
        "这批文件里没有“{name}”{hint}；请照 review.csv 或 quarantine.csv 填写。",
        "no file read here is called {name!r}{hint}; copy it from review.csv or quarantine.csv.",
    ),
    "correction_other_delivery": (
        "文件已不是当时那一份（现在的送达号是 {now}）；请按现在的文件重新核对，再填这一条。",
        "the file is no longer the one that was looked at (its delivery is now {now}); look at the"
        " row again and state it anew.",
    ),
    "correction_no_row": (
        "文件里没有第 {row} 行；请检查行号。",
        "the file has no row {row}; check the number.",
    ),
    "correction_no_field": (
        "文件里没有“{name}”这一列，有的是 {known}；请照列名填写。",
        "the file has no column {name!r}, only {known}; write it as it stands there.",
    ),
    "correction_of_a_bill": (
        "结算不能不采用；作废的结算请把有效标志更正为 0。",
        "a settlement cannot be left out; if it is void, correct its vali_flag to 0.",
    ),
    "correction_checked_by_oneself": (
        "复核人不能是经办人本人；请由另一人复核。",
        "who checks a correction has to be somebody else; have a second person look at it.",
    ),
    "correction_twice": (
        "这一格更正了两次；请只留一条。",
        "this cell is corrected twice; keep one of the corrections.",
    ),
    "person_in_review": (
        "{person} 的数据待核实，还没有测算；见 review.csv 和 quarantine.csv。",
        "{person} is in review and was not assessed; see review.csv and quarantine.csv.",
    ),
    "not_csv": (
        "不是规范的 CSV（{reason}）；请重新导出。",
        "this is not well-formed CSV ({reason}); export the file again.",
    ),
    "no_header": (
        "文件是空的；第一行应为列名。",
        "the file is empty; its first line should name the columns.",
    ),
    "row_width": (
        "这一行有 {found} 格，表头有 {wanted} 列；请检查多余的逗号或引号。",
        "this row has {found} cells and the header {wanted}; look for stray commas or quotes.",
    ),
    "column_repeated": (
        "表头中这一列出现了两次；请保留一列。",
        "the header has this column more than once; keep one of them.",
    ),
    "columns_for_one_field": (
        "{columns} 几列说的是同一项（{field}）；请保留一列。",
        "the columns {columns} stand for one field ({field}); keep one of them.",
    ),
    "column_missing": (
        "缺少“{field}”这一列（可用列名：{aliases}）；请补上后再试。",
        "no column carries {field} (it may be called {aliases}); add it.",
    ),
    "person_column_missing": (
        "没有“证件号码”或“人员编号”列，不知道是谁；请补上其中一列。",
        "no column says who the person is; add certno (证件号码) or psn_no (人员编号).",
    ),
    "nobody": (
        "这一行没有证件号码、人员编号，也没有姓名；请补上。",
        "this row names nobody; give certno (证件号码) or psn_no (人员编号).",
    ),
    "end_before_start": (
        "结束日期 {end} 早于开始日期 {start}；请改正。",
        "the end {end} lies before the start {start}; mend one of them.",
    ),
    "not_a_truth": (
        "这里应填“是”或“否”（现为“{value}”）。",
        "yes or no was expected here, found {value!r}; write 是 or 否.",
    ),
    "not_a_sex": (
        "性别应填“男”或“女”（现为“{value}”）。",
        "男 or 女 was expected here, found {value!r}.",
    ),
    "not_a_count": (
        "这里应填整数（现为“{value}”）。",
        "a whole number was expected here, found {value!r}.",
    ),
    "not_an_option": (
        "“{value}”不在允许的取值内：{options}。",
        "{value!r} is not one of its values: {options}.",
    ),
    "below_zero": (
        "金额不能为负（{value}）；退款请在原来那一行上冲减。",
        "the amount is below zero ({value}); lower the row it takes back instead.",
    ),
    "source_unknown": (
        "政策中没有哪个支付方使用来源“{source}”{hint}；请改名，或在政策中写明。",
        "no payer of the pack takes the source {source!r}{hint}; rename it or add the payer.",
    ),
    "payment_needs_span": (
        "既没有结算ID，也没有完整的起止日期；两者给一样。",
        "this payment has neither a settlement nor a first and last day; give one of them.",
    ),
    "payment_both": (
        "结算ID和起止日期只能给一样。",
        "this payment has a settlement and a span of days; give only one of them.",
    ),
    "payment_no_allocation": (
        "支付方“{payer}”没有写明跨多笔结算的金额如何分摊（allocate）；"
        "请逐笔给出结算ID，或在政策中写明。",
        "the payer {payer!r} does not say how a payment over several settlements is dealt out;"
        " name the settlement, or give the payer `allocate` in the pack.",
    ),
    "payment_id_repeated": (
        "编号“{id}”已在 {first} 用过；每笔支付的编号要唯一。",
        "the payment number {id!r} already stands at {first}; each payment needs its own.",
    ),
    "closure_alone": (
        "写了截至日期的一行只声明来源已报齐，不能再有金额或人员；请分成两行。",
        "a row with a closing day (through) says that its source has sent everything; put the"
        " payment on a row of its own.",
    ),
    "programme_unknown": (
        "政策中没有救助项目“{name}”{hint}。",
        "the pack has no programme {name!r}{hint}.",
    ),
    "pool_unknown": (
        "政策中没有共用限额“{name}”{hint}。",
        "the pack has no pool {name!r}{hint}.",
    ),
    "opening_needs_one": (
        "这一行要写明救助项目或共用限额，二者只填一项。",
        "this row needs a programme or a pool, and not both.",
    ),
    "opening_stray": (
        "共用限额这一行只能有已用金额，不能有“{column}”。",
        "a pool row has only an amount used; {column} does not belong here.",
    ),
    "opening_repeated": (
        "同一人同一项目同一年度的期初数已在 {first} 给过；请保留一行。",
        "the opening balance of this person, programme and year already stands at {first};"
        " keep one of them.",
    ),
    "opening_not_once": (
        "“{name}”不是一次性项目，不能填“已享受一次”。",
        "{name!r} is not given only once, so nothing can be said about it here.",
    ),
    "out_not_empty": (
        "输出文件夹已有内容；请换一个，或先清空它。",
        "the output folder is not empty; choose another or empty it first.",
    ),
    "out_not_folder": (
        "这不是文件夹；请换一个输出位置。",
        "this is not a folder; choose another place for the results.",
    ),
    "out_unwritable": (
        "结果写不进去（{reason}）；请换一个输出位置。",
        "the results cannot be written ({reason}); choose another place.",
    ),
    "runs_of_two_years": (
        "两次测算的年度不同（{new} 与 {old}）；请选同一年度的两次结果。",
        "the two runs are of different years ({new} and {old}); name two runs of one year.",
    ),
    "against_whole_sheet": (
        "变动说明针对整个年度；请去掉 --settlement。",
        "a difference is told for the whole year; leave out --settlement.",
    ),
    "page_unwritable": (
        "网页写不进去（{reason}）；请换一个位置。",
        "the page cannot be written ({reason}); choose another place.",
    ),
    "not_a_day": (
        "“{value}”不是日期；请写成 2025-12-31。",
        "{value!r} is not a date; write it as 2025-12-31.",
    ),
    "not_a_period": (
        "“{value}”不是期别；请写成 202503。",
        "{value!r} is not a period; write it as 202503.",
    ),
    "platform_not_ready": (
        "平台的数据库还没备好；请先运行 mianshen up。",
        "the platform's database is not ready; run mianshen up first.",
    ),
    "year_out_of_range": (
        "年度 {value} 不在 1900 至 2099 之间。",
        "the year {value} does not lie between 1900 and 2099.",
    ),
    "as_of_before_year": (
        "以 {as_of} 为准，而 {year} 待遇年度 {start} 才开始；请改 --as-of 或 --year。",
        "{as_of} lies before the benefit year {year} begins ({start}); change --as-of or --year.",
    ),
    "facts": (
        "数据无法测算：{detail}",
        "these facts cannot be assessed: {detail}",
    ),
    "run_missing": (
        "这里没有 run.json；请指向 assess 写出的文件夹。",
        "there is no run.json here; name a folder that `assess` wrote.",
    ),
    "run_unreadable": (
        "run.json 读不懂（{reason}）；请重新运行 assess。",
        "run.json cannot be understood ({reason}); run assess again.",
    ),
    "run_other_version": (
        "这批结果由 {then} 版写出，现在是 {now} 版；请用原版本查看，或重新运行 assess。",
        "these results were written by version {then}, this is {now}; use that version or run"
        " assess again.",
    ),
    "input_gone": (
        "测算时用过的文件不在了；请放回原处，或重新运行 assess。",
        "a file that the run used is no longer there; put it back or run assess again.",
    ),
    "input_changed": (
        "文件在测算后改动过；请恢复原件，或重新运行 assess。",
        "this file has changed since the run; restore it or run assess again.",
    ),
    "person_unknown": (
        "这批数据里没有 {person}；请填证件号码或人员编号。",
        "{person} is not in the data of this run; give a certno or psn_no that is.",
    ),
    "person_not_rostered": (
        "{person} 有结算记录，但不在任何部门人员名单内，因此没有测算。",
        "{person} has settlements but stands on no roster, so nothing was assessed.",
    ),
    "person_without_bills": (
        "{person} 在名单内，但没有可测算的结算记录。",
        "{person} is rostered but has no settlement to assess.",
    ),
    "settlement_unknown": (
        "{person} 没有结算 {settlement}；有的是：{known}。",
        "{person} has no settlement {settlement}; there are: {known}.",
    ),
    f"rule.{Rule.COLUMN_REPEATED}": (
        "表头中这一列出现了两次；请保留一列，或改成不同的列名。",
        "the header has this column more than once; keep one or rename it.",
    ),
    f"rule.{Rule.COLUMN_MISSING}": (
        "没有哪一列是这一项；请带上这一列重新导出。",
        "no column of the table carries this field; export the table with it.",
    ),
    f"rule.{Rule.PERSON_COLUMN_MISSING}": (
        "没有“证件号码”或“人员编号”列，不知道是谁；请带上其中一列重新导出。",
        "no column says who the person is; export the table with psn_no or certno.",
    ),
    f"rule.{Rule.VALUE_MISSING}": (
        "这一格是空的，而这一项不能缺；请向报送部门补要。",
        "this cell is empty and cannot be; ask the sender for the value.",
    ),
    f"rule.{Rule.PERSON_MISSING}": (
        "人员编号和证件号码都没有；请向报送部门补要。",
        "neither psn_no nor certno is given; ask the sender for one.",
    ),
    f"rule.{Rule.COLUMNS_DISAGREE}": (
        "同一项有几列，且数值不一致{found}；请查清以哪一列为准，去掉另一列。",
        "several columns carry this field and differ{found}; find out which is right and remove"
        " the other.",
    ),
    f"rule.{Rule.TOO_LONG}": (
        "内容超过国家标准长度{found}；请检查这一行的列是否错位。",
        "the value is longer than the national field{found}; check whether columns have shifted.",
    ),
    f"rule.{Rule.NOT_AN_AMOUNT}": (
        "不是金额{found}；请写成 1234.50 这样的数字。",
        "this is not an amount in yuan{found}; write it as 1234.50.",
    ),
    f"rule.{Rule.AMOUNT_OUT_OF_RANGE}": (
        "金额过大{found}；请检查是否以元为单位。",
        "the amount is too large{found}; check it, and that it is in yuan.",
    ),
    f"rule.{Rule.NOT_A_NUMBER}": (
        "不是数字{found}；请写成普通小数。",
        "this is not a plain number{found}; write it as digits with a decimal point.",
    ),
    f"rule.{Rule.RATIO_OUT_OF_RANGE}": (
        "比例不在 0 和 1 之间{found}；70% 请写成 0.7。",
        "the ratio does not lie between 0 and 1{found}; write 70% as 0.7.",
    ),
    f"rule.{Rule.NOT_A_DATE}": (
        "不是存在的日期{found}；请写成 2024-03-05 或 20240305。",
        "this is not a date that exists{found}; write it as 2024-03-05 or 20240305.",
    ),
    f"rule.{Rule.DATE_OUT_OF_RANGE}": (
        "年份不在 1900 至 2099 之间{found}；不知道的日期请留空。",
        "the year does not lie between 1900 and 2099{found}; leave unknown dates empty.",
    ),
    f"rule.{Rule.DAMAGED_BY_SPREADSHEET}": (
        "号码被电子表格改成了小数{found}；请按文本格式重新导出这一列。",
        "a spreadsheet has turned this number into a decimal{found}; export the column again as"
        " text.",
    ),
    f"rule.{Rule.NOT_FUND_DETAILS}": (
        "不是基金分项的 JSON 列表{found}；每项要有 fund_pay_type 和 fund_payamt。",
        "this is not a JSON list of fund details{found}; each needs fund_pay_type and fund_payamt.",
    ),
    f"rule.{Rule.TOO_MANY_FUND_DETAILS}": (
        "基金分项过多{found}；请检查是否把几笔结算并在了一起。",
        "there are more fund details than one settlement can have{found}; check whether several"
        " were joined.",
    ),
}
