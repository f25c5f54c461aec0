"""The door of assessment: assess who changed, know what was answered, what is open, and why."""

from mianshen.bureau.assessment.asking import Asked
from mianshen.bureau.assessment.assessing import (
    Assessed,
    assess_all_anew,
    assess_dirty,
)
from mianshen.bureau.assessment.counting import FunnelKnown, funnel
from mianshen.bureau.assessment.errors import AssessmentError, DisagreementError
from mianshen.bureau.assessment.fallout import Fallen, fallout, newest_answer, waiting_counted
from mianshen.bureau.assessment.held import HELD_COLUMNS, HeldLine, held_line, held_line_of
from mianshen.bureau.assessment.models import Proposal, Ruled
from mianshen.bureau.assessment.noted import (
    Choosable,
    Offered,
    RulingTold,
    offered,
    rulings_told,
)
from mianshen.bureau.assessment.policies import (
    in_force,
    is_in_force,
    is_known,
    policy,
    programme_titles,
    put_in_force,
)
from mianshen.bureau.assessment.rulings import (
    ask_again,
    grant,
    note_application,
    note_choice,
    open_proposals,
    pin_order,
    propose_release,
    propose_waiver,
    refuse,
    reject,
    take_back,
    to_be_assessed,
)
from mianshen.bureau.assessment.settling import (
    Delta,
    OpenLine,
    line_key,
    open_deltas,
)
from mianshen.bureau.assessment.sheets import basis_of, sheet_of
from mianshen.bureau.assessment.showing import (
    LineShown,
    WaitingShown,
    lines_as_known,
    lists_by_status,
    waiting,
)
from mianshen.bureau.assessment.side_by_side import assess_marked
from mianshen.bureau.assessment.signing import (
    AtHand,
    packs_at_hand,
    policy_proposals,
    propose_policy,
    sign_policy,
    turn_down_policy,
)
from mianshen.bureau.assessment.standing import versions_of
from mianshen.bureau.assessment.taking_turns import one_at_a_time
from mianshen.bureau.assessment.versions import (
    AssessedUnder,
    PolicyVersion,
    assessed_under,
    policy_versions,
    subjects_of,
)

__all__ = [
    "HELD_COLUMNS",
    "Asked",
    "Assessed",
    "AssessedUnder",
    "AssessmentError",
    "AtHand",
    "Choosable",
    "Delta",
    "DisagreementError",
    "Fallen",
    "FunnelKnown",
    "HeldLine",
    "LineShown",
    "Offered",
    "OpenLine",
    "PolicyVersion",
    "Proposal",
    "Ruled",
    "RulingTold",
    "WaitingShown",
    "ask_again",
    "assess_all_anew",
    "assess_dirty",
    "assess_marked",
    "assessed_under",
    "basis_of",
    "fallout",
    "funnel",
    "grant",
    "held_line",
    "held_line_of",
    "in_force",
    "is_in_force",
    "is_known",
    "line_key",
    "lines_as_known",
    "lists_by_status",
    "newest_answer",
    "note_application",
    "note_choice",
    "offered",
    "one_at_a_time",
    "open_deltas",
    "open_proposals",
    "packs_at_hand",
    "pin_order",
    "policy",
    "policy_proposals",
    "policy_versions",
    "programme_titles",
    "propose_policy",
    "propose_release",
    "propose_waiver",
    "put_in_force",
    "refuse",
    "reject",
    "rulings_told",
    "sheet_of",
    "sign_policy",
    "subjects_of",
    "take_back",
    "to_be_assessed",
    "turn_down_policy",
    "versions_of",
    "waiting",
    "waiting_counted",
]
