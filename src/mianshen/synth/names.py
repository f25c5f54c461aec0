"""Invented names: common surnames and given names, and rare characters as computers damage them."""

import numpy as np
import polars as pl

from mianshen.synth.dice import Dice, Flags, Ints


def _words(text: str) -> list[str]:
    return text.split()


_SURNAMES = _words(
    """
    王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程
    曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方
    石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易
    常 武 乔 贺 赖 龚 文 欧阳 司马 上官 诸葛
    """
)
# The share of a surname falls roughly with its rank: 王, 李 and 张 are a fifth of everybody.
_SURNAME_WEIGHTS = [4_000 // (rank + 4) for rank in range(len(_SURNAMES))]

_GIVEN_MEN = (
    "伟强磊军勇杰涛超明刚平辉鹏华飞波斌宇浩凯健俊帆林峰亮建国志文成光德贵福学忠海云龙安永生"
)
_GIVEN_WOMEN = "芳娜敏静丽娟霞秀英玲桂兰萍红玉梅莉艳琴云雪慧淑珍凤洁琳素清华香月菊燕蓉珊翠莲佳怡婷"

_RARE = (
    ("喆", "zhe", "哲"),
    ("堃", "kun", "坤"),
    ("犇", "ben", "奔"),
    ("淼", "miao", "渺"),
    ("燊", "shen", "森"),
    ("翀", "chong", "冲"),
    ("玥", "yue", "钥"),
    ("垚", "yao", "尧"),
    ("䶮", "yan", "龑"),
    ("㛃", "jie", "洁"),
    ("𬱖", "di", "頔"),
    ("𬍛", "ju", "琚"),
    ("𫖯", "fu", "俯"),
    ("𣲘", "wu", "沅"),
)
"""A rare character (生僻字), its reading, and the character often written in its place."""

PINYIN = {rare: reading for rare, reading, _ in _RARE}
VARIANT = {rare: variant for rare, _, variant in _RARE}


def given_names(dice: Dice, numbers: Ints, men: Flags, rare: Flags) -> pl.Series:
    """Given names of one or two characters; the last one is a rare character where `rare` says so.

    Shapes: one name for each number.
    """
    first = _characters(dice, "given/1", numbers, men)
    second = _characters(dice, "given/2", numbers, men)
    rares = np.array([entry[0] for entry in _RARE], dtype=object)
    second = np.where(rare, rares[dice.below("given/rare", numbers, len(_RARE))], second)
    single = dice.happens("given/single", numbers, 180_000)
    return pl.Series(np.where(single, "", first).tolist(), dtype=pl.String) + pl.Series(
        second.tolist(), dtype=pl.String
    )


def surnames(dice: Dice, numbers: Ints) -> pl.Series:
    """Surnames, each about as frequent as it is; numbers that are equal get the same one."""
    table = pl.Series(_SURNAMES, dtype=pl.String)
    return table.gather(dice.choose("surname", numbers, _SURNAME_WEIGHTS))


def _characters(dice: Dice, stream: str, numbers: Ints, men: Flags) -> np.ndarray:
    of_men, of_women = np.array(list(_GIVEN_MEN)), np.array(list(_GIVEN_WOMEN))
    drawn_men = of_men[dice.below(f"{stream}/men", numbers, len(of_men))]
    drawn_women = of_women[dice.below(f"{stream}/women", numbers, len(of_women))]
    return np.where(men, drawn_men, drawn_women).astype(object)
