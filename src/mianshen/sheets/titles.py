"""What the words of formulas, identities and options are called in both languages."""

from collections.abc import Mapping

from mianshen.policy.expressions.vocabulary import (
    CARE_AMOUNTS,
    CARE_FACTS,
    DAILY_FACTS,
    FOLD_STATE,
    PERSON_FACTS,
    PREMIUM_FACTS,
    Type,
    Variable,
)
from mianshen.policy.pack import Pack
from mianshen.policy.schema import AttributeType, Law, Per, Titled
from mianshen.run.messages import Lang
from mianshen.run.words import VISITS, Pair, say

VARIABLES: Mapping[str, Variable] = {
    **CARE_AMOUNTS,
    **CARE_FACTS,
    **PREMIUM_FACTS,
    **DAILY_FACTS,
    **PERSON_FACTS,
    **FOLD_STATE,
}

VARIABLES_EN: Mapping[str, str] = {
    "total": "total bill",
    "in_scope": "costs in scope",
    "full_self_pay": "costs outside the catalogue",
    "over_limit": "costs above price limits",
    "self_pay_first": "costs borne first",
    "hospital_part": "the hospital's part",
    "account_pay": "paid from the personal account",
    "visit": "kind of visit",
    "med_type": "medical type",
    "grade": "grade of the hospital",
    "insurance": "insurance",
    "place": "place of care",
    "diagnosis": "diagnosis",
    "hospital": "hospital",
    "referred": "referred",
    "filed": "filed for care elsewhere",
    "stay_days": "days of the stay",
    "price": "premium of the chosen tier",
    "tier": "premium tier",
    "scheme": "insurance scheme",
    "wage": "average monthly wage",
    "days": "days",
    "age": "age",
    "sex": "sex",
    "in_scope_left": "costs in scope still borne",
    "total_left": "all costs still borne",
    "year_base": "base counted this year",
    "year_paid": "aid of this programme this year",
    "year_borne": "borne this year",
    "visit_number": "number of the visit in the year",
}

# Classes that national tables or State Council documents name; others stay in the pack's words.
IDENTITIES_EN: Mapping[str, str] = {
    "特困": "extremely poor",
    "低保": "subsistence allowance",
    "低保边缘": "margin of subsistence",
    "返贫致贫": "fallen back into poverty",
    "监测对象": "monitored against poverty",
    "因病致贫": "poor through illness",
    "刚性支出困难": "rigid-expense hardship",
    "支出型贫困": "poor through spending",
    "孤儿": "orphan",
    "事实无人抚养儿童": "de facto unsupported child",
    "重度残疾": "severely disabled",
    "重点优抚": "veterans under state care",
    "烈士遗属": "family of the fallen",
    "低收入": "low income",
    "生活困难补助": "hardship allowance",
    "困难职工": "worker in hardship",
}

_OPTIONS: Mapping[str, Mapping[str, Pair]] = {
    "visit": VISITS,
    "grade": {
        "未定级": ("未定级", "ungraded"),
        "一级": ("一级", "grade 1"),
        "二级": ("二级", "grade 2"),
        "三级": ("三级", "grade 3"),
    },
    "insurance": {
        "职工": ("职工", "employees"),
        "居民": ("居民", "residents"),
        "离休": ("离休", "retired cadres"),
        "其他": ("其他", "other"),
    },
    "place": {
        "本地": ("本地", "local"),
        "市内异地": ("市内异地", "elsewhere in the city"),
        "省内异地": ("省内异地", "elsewhere in the province"),
        "跨省异地": ("跨省异地", "another province"),
    },
    "sex": {"男": ("男", "male"), "女": ("女", "female")},
}

SPANS: Mapping[Per, Pair] = {
    Per.VISIT: ("每次就诊", "per visit"),
    Per.YEAR: ("年度", "per year"),
    Per.LIFE: ("终身", "per life"),
}


class Titles:
    """The titles of one pack's things in one language; a thing without a title keeps its name."""

    def __init__(self, pack: Pack, lang: Lang) -> None:
        self.pack = pack
        self.lang = lang

    def say(self, chinese: str, english: str) -> str:
        """The Chinese or the English."""
        return say((chinese, english), self.lang)

    def titled(self, titled: Titled, name: str) -> str:
        """The title of a thing of the pack; in English its name where it has no English title."""
        if self.lang is Lang.EN:
            return titled.title_en or name.replace("_", " ")
        return titled.title or name

    def programme(self, name: str) -> str:
        """What a programme is called."""
        return self.titled(self.pack.programmes[name], name)

    def payer(self, name: str) -> str:
        """What a payer is called."""
        return self.titled(self.pack.payers[name], name)

    def pool(self, name: str) -> str:
        """What a shared cap is called."""
        pool = self.pack.pools[name]
        title = pool.title_en if self.lang is Lang.EN else pool.title
        return title or name.replace("_", " ")

    def word(self, name: str) -> str:
        """What a word of a formula is called."""
        pack = self.pack
        for things in (pack.programmes, pack.payers, pack.parameters, pack.spelling.attributes):
            if name in things:
                return self.titled(things[name], name)
        for layer in pack.layers:
            if layer.id == name:
                return self.titled(layer, name)
        if name in VARIABLES:
            return say((VARIABLES[name].title, VARIABLES_EN[name]), self.lang)
        return name

    def is_number(self, name: str) -> bool:
        """Whether a word stands for a number; everything of the pack but attributes does."""
        attribute = self.pack.spelling.attributes.get(name)
        if attribute is not None:
            return attribute.type is AttributeType.NUMBER
        variable = VARIABLES.get(name)
        return variable is None or variable.type is Type.NUMBER

    def identity(self, name: str) -> str:
        """What a class of people is called."""
        english = IDENTITIES_EN.get(name)
        if self.lang is Lang.ZH or english is None:
            return name
        return f"{english} ({name})"

    def option(self, value: str, of: str | None) -> str:
        """What a value of a word is called."""
        pair = _OPTIONS.get(of or "", {}).get(value)
        return say(pair, self.lang) if pair else value

    def span(self, per: Per) -> str:
        """Over what something counts."""
        return say(SPANS[per], self.lang)

    def law(self, law: Law | None) -> str:
        """Document and clause, or why a figure is assumed."""
        if law is None:
            return ""
        if law.assumed is not None:
            return self.say(f"假定：{law.assumed}", f"assumed: {law.assumed}")
        return " ".join(part for part in (law.document, law.clause) if part)

    def listed(self, words: list[str]) -> str:
        """Several words in a row."""
        return self.say("、".join(words), ", ".join(words))
