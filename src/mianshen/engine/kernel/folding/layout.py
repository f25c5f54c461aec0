"""Where everything stands in the kernel's arrays of whole numbers.

Three arrays go through every compiled function. `plan` is the policy: a header of offsets, then
tables of records. `unit` has a row per event of one unit in fold order: the columns of `U_…`, then
blocks whose offsets the plan's header gives. `state` has the same rows once per depth of trial:
cells per programme, then one per pool. Amounts are fen; bases and figures are in 1/`M_SCALE` fen,
ratios in 1/`M_PARTS`.
"""

NOTHING = -(1 << 60)
"""Stands for no figure, no cap, no edge."""
UNLIMITED_FEN = 10**18
AMOUNT_MAX_FEN = 10**10
"""Units with greater amounts go to the reference; every proof of fit stands on it."""

# The header of the plan: sizes, offsets of its tables, offsets of blocks in a row of the unit.
H_LAYERS = 0
H_MEMBERS = 1
H_POOLS = 2
H_PAYERS = 3
H_AT_LAYERS = 4
H_AT_MEMBERS = 5
H_AT_POOLS = 6
H_AT_COVERS = 7
H_AT_VERDICTS = 8
H_AT_OFFERS = 9
H_AT_FIGURES = 10
H_AT_LISTS = 11
H_PAID = 12
H_ADVANCE = 13
H_LAYER_ADVANCE = 14
H_CASE = 15
H_ACCOUNT = 16
H_VISIT = 17
H_BASE = 18
H_BASE_KNOWN = 19
H_PERIOD = 20
H_ADVANCED = 21
H_CAPS = 22
H_ROW = 23
H_OPEN_BASE = 24
H_OPEN_CONSUMED = 25
H_OPEN_ENTITLED = 26
H_OPEN_USED = 27
HEADER = 28

# A layer: of payers (a list), or of members that stand one after another from the first.
L_FIRST = 0
L_COUNT = 1
L_PAYERS_AT = 2
L_PAYERS = 3
L_COMBINE = 4
L_KIND = 5
L_YEAR_END = 6
L_CHAIN = 7
L_STATES_MAX = 8
LAYER = 9

SEQUENCE = 0
BEST_ORDER = 1
BEST_ONE = 2

# A programme.
M_PLACE = 0
M_POSITION = 1
M_PER_YEAR = 2
M_ROUNDING = 3
M_ROUND_FEN = 4
M_SCALE = 5
M_PARTS = 6
M_CODE_AT = 7
M_CODE = 8
M_CODE_SCALE = 9
M_STEADY = 10
M_ENTRY_LIMIT = 11
M_WIDE = 12
M_POOLS_AT = 13
M_POOLS = 14
M_ONCE = 15
M_UNDISPUTED = 16
M_KIND = 17
M_SIMULATED = 18
MEMBER = 19

HALF_UP = 0
HALF_EVEN = 1
DOWN = 2
UP = 3

ONCE_YEAR = 1
ONCE_LIFE = 2

# A shared pool or a cap; `Q_ROW` is the row of terms it belongs to, or -1. Its list holds, for each
# programme that stands in it, the programme and which of the programme's pools it is. One that is
# `Q_MARKED` counts only events on which it was in force.
Q_ROW = 0
Q_COUNTS_NORMAL = 1
Q_MATES_AT = 2
Q_MATES = 3
Q_CONDITIONAL = 4
Q_MARKED = 5
Q_LIMITS_BASE = 6
POOL = 7
MATE = 2

# What judging a programme on an event found, once per distinct set of what it reads.
V_NO = 0
V_STAGE = 1
V_HOLD = 2
V_ADMISSIBLE = 3
V_ONLY_WHO = 4
V_WHEN = 5
V_BASE_KNOWN = 6
V_OFFERS_AT = 7
V_OFFERS = 8
V_WAYS_AT = 9
V_WAYS = 10
V_SEVERAL = 11
VERDICT = 12

# How far judging came before it found a definite no.
BEFORE_WHEN = 1
AT_WHEN = 2
AT_CLAIM = 3
AT_ROWS = 4
PASSED = 5

# A row of terms with its figures worked out, and the caps it puts in force.
O_FIGURES = 0
O_ROW = 1
O_FACTOR = 2
O_FACTOR_PARTS = 3
O_PAYS_ALL = 4
O_WHOLE = 5
O_CAPS_AT = 6
O_CAPS = 7
OFFER = 8

# A cap that an offer puts in force: its pool, its amount or nothing, which of the programme's pools
# it is, and whether its condition failed.
CAP_POOL = 0
CAP_AMOUNT = 1
CAP_MARK = 2
CAP_OFF = 3
CAP = 4

# The figures of a row, its bands behind them.
F_LINE = 0
F_LINE_YEAR = 1
F_GATE = 2
F_GATE_YEAR = 3
F_GATE_ABOVE = 4
F_WAY = 5
F_FIGURE = 6
F_FROM_LINE = 7
F_HAS_SUMS = 8
F_BANDS = 9
F_FIRST_BAND = 10
BAND_EDGE = 0
BAND_BELOW = 1
BAND_KIND = 2
BAND_FIGURE = 3
BAND = 4
BANDS_MAX = 8
FIGURES = F_FIRST_BAND + BAND * BANDS_MAX

BY_RATIO = 0
BY_SUM = 1
BY_BANDS = 2

MARGINAL = 0
SLAB = 1
LUMP = 2

# The columns of an event, before its blocks; what is left is once the payers that come before all
# programmes have paid.
U_COST = 0
U_IN_SCOPE_LEFT = 1
U_TOTAL_LEFT = 2
U_PAID = 3
U_KIND = 4
U_VISIT = 5
U_AMOUNTS = 6

# The cells of a programme on an event.
C_LINE = 0
C_NORMAL = 1
C_CATCH_UP = 2
C_PHANTOM = 3
C_BASE = 4
C_OFFER = 5
C_FLAGS = 6
C_ORDER = 7
C_REASON = 8
C_HOLD = 9
C_HELD = 10
C_FORFEIT = 11
CELLS = 12

IS_ENTRY = 1
IS_ADMISSIBLE = 2
IS_COUNTED = 4
IS_PAYING = 8
IS_WHEN = 16
IS_ELIGIBLE = 32
IS_CUT = 64
IS_DECIDED = 128
IS_IN_FORCE = 256
"""The first of as many flags as a programme has pools: whether each was in force on the event."""
MARKS_MAX = 48
STAYS = -64
"""All flags but those of the entry itself, which a new entry replaces."""

# The instructions of a base formula, worked on a small stack.
DO_NUMBER = 0
DO_AMOUNT = 1
DO_PAYER = 2
DO_IN_SCOPE_LEFT = 3
DO_TOTAL_LEFT = 4
DO_MEMBER = 5
DO_LAYER = 6
DO_NEGATIVE = 7
DO_PLUS = 8
DO_TIMES = 9
DO_LEAST = 10
DO_MOST = 11
STACK = 24

# What went wrong with a unit: it goes to the reference.
FAIL_NONE = 0
FAIL_SEARCH = 1
FAIL_STATES = 2

NO = 0
YES = 1
NONE = -1
"""No event, no offer. Constants are passed on by name: for each literal numba compiles anew."""

PERMUTED_MAX = 6
ORDERS_MAX = 720

# The state begins with the width of a row and how many rows a depth has.
STATE_WIDTH = 0
STATE_EVENTS = 1
STATE_HEADER = 2

# The pad: its width and the flags of the passage, then rows with a value per event.
PAD_FLAGS = 0
PAD_WIDTH = 0
NOW = 1
BLIND = 2
FAIL = 3
USED_UP = 4
# Where the parts compiled on their own stand in memory, and where on the pad searches work.
PART_SETTLE = 5
PART_SCREEN = 6
PART_TAKE_TURN = 7
PART_RUN = 8
SEARCH_AT = 9
TOLD_AT = 10
PAD_STACK = 1
PAD_BEFORE = 2
PAD_CONSUMED = 3
PAD_START = 4
PAD_END = 5
PAD_BY_VISIT = 6
PAD_POSITION = 7
PAD_SCREENING = 8
PAD_ROWS = 9

# A search inside a search, and so on; and how deep trials of a state go: two depths a member.
LEVELS = 3
DEPTHS = 48

# What a search works on: its members, the order being tried, rows taken, rows on offer, the rows by
# member, a spare order, the rows kept; then a table with what each order left at best, and what
# screening said of each member.
G_MEMBERS = 0
G_ORDER = 1
G_ROWS = 2
G_OFFERS = 3
G_BY_MEMBER = 4
G_SPARE = 5
G_KEPT = 6
G_TABLE = 7 * PERMUTED_MAX
TRY = 1 + PERMUTED_MAX
TRY_LEFT = 0
TRY_ROWS = 1
G_SCREENED = G_TABLE + ORDERS_MAX * TRY
SCREENED = 9
SEARCH = G_SCREENED + PERMUTED_MAX * SCREENED

# What is told of a choice: how many members, what is left, then the order, and each alone.
T_COUNT = 0
T_CHOSEN = 1
T_LISTED = 2
T_WORST = 3
T_TIED = 4
T_ORDER = 5
T_MEMBERS = T_ORDER + PERMUTED_MAX
T_ALONE = T_MEMBERS + PERMUTED_MAX
TOLD_CHOICE = T_ALONE + PERMUTED_MAX
