"""What the orders tried in a search left the person, compiled, by the rank of the order (§8).

A table has a row per permutation: what it leaves at best, then the row of terms each member takes
then. Ranks go by listed order: 0 is the listed order itself.
"""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.compiled import compiled, stands_alone
from mianshen.engine.kernel.folding.memory import get, store

LEFT = at.TRY_LEFT
FIRST_ROW = at.TRY_ROWS
TRY = at.TRY


@compiled
def factorial(count):
    """How many orders so many members have."""
    product = 1
    for one in range(2, count + 1):
        product *= one
    return product


@compiled
def rank_of(order, count):
    """The rank of an order of 0 … count − 1 among all, in listed order."""
    stands_alone()
    rank = 0
    for index in range(count):
        smaller = 0
        for other in range(index + 1, count):
            smaller += get(order, other) < get(order, index)
        rank = rank * (count - index) + smaller
    return rank


@compiled
def order_of(rank, count, order):
    """Write the order of a rank."""
    stands_alone()
    for index in range(count - 1, -1, -1):
        store(order, index, rank % (count - index))
        rank //= count - index
        for other in range(index + 1, count):
            if get(order, other) >= get(order, index):
                store(order, other, get(order, other) + 1)


@compiled
def forget(table, orders):
    """Empty a table for a new search."""
    for rank in range(orders):
        store(table, rank * TRY + LEFT, at.UNLIMITED_FEN)


@compiled
def keep(table, rank, left, rows, count):
    """Keep a way if it is the best of its order so far; of equal ones the rows first listed."""
    stands_alone()
    if left > get(table, rank * TRY + LEFT):
        return
    if left == get(table, rank * TRY + LEFT):
        for index in range(count):
            if get(rows, index) != get(table, rank * TRY + FIRST_ROW + index):
                if get(rows, index) > get(table, rank * TRY + FIRST_ROW + index):
                    return
                break
    store(table, rank * TRY + LEFT, left)
    for index in range(count):
        store(table, rank * TRY + FIRST_ROW + index, get(rows, index))


@compiled
def least_left(table, orders):
    """What the best orders leave."""
    least = get(table, LEFT)
    for rank in range(orders):
        least = min(least, get(table, rank * TRY + LEFT))
    return least


@compiled
def chosen_rank(table, count, orders, order):
    """The listed order if it is among the best, else that with the later listed last (§8.3)."""
    stands_alone()
    least = least_left(table, orders)
    if get(table, LEFT) == least:
        return 0
    best, best_value = -1, -1
    for rank in range(orders):
        if get(table, rank * TRY + LEFT) == least:
            order_of(rank, count, order)
            value = 0
            for index in range(count - 1, -1, -1):
                value = value * count + get(order, index)
            if value > best_value:
                best, best_value = rank, value
    return best


@compiled
def is_tied(table, orders):
    """Whether several orders leave the least, however they end."""
    stands_alone()
    least, equal = least_left(table, orders), 0
    for rank in range(orders):
        equal += get(table, rank * TRY + LEFT) == least
    return equal > 1


@compiled
def worst_left(table, orders):
    """What the worst order leaves."""
    worst = get(table, LEFT)
    for rank in range(orders):
        worst = max(worst, get(table, rank * TRY + LEFT))
    return worst
