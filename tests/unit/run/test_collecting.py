"""While rows come by thousands Python looks for cycles seldom, and afterwards as before."""

import gc

from mianshen.run.collecting import seldom_collecting


def test_afterwards_it_is_looked_as_often_as_before() -> None:
    before = gc.get_threshold()

    with seldom_collecting(), seldom_collecting():
        seldom = gc.get_threshold()

    assert all(less > usual for less, usual in zip(seldom, before, strict=True))
    assert gc.get_threshold() == before
