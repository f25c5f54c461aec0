"""A profile's `flow.yaml` read and checked, every fault at its file, line and column."""

from collections.abc import Iterator
from pathlib import Path

from mianshen.bureau.casework.flow import Event, FlowSpelling, StageSpelling, Tasks
from mianshen.bureau.offices.vocabulary import Act, OfficeKind
from mianshen.bureau.refusals import unusable_profile
from mianshen.policy.documents import Document, DocumentError
from mianshen.policy.expressions.checker import nearest
from mianshen.policy.saying import said
from mianshen.policy.spelling import Fault, read_spelled

FLOW_FILE = "flow.yaml"

_ACTS = (Act.CONFIRM, Act.APPROVE, Act.REVIEW)
_IN_TURN = list(Event)


def read_flow(file: Path) -> FlowSpelling:
    """Read and check the flow of one district; raises `InputError` with every fault."""
    try:
        return read_spelled(file, FlowSpelling, _faults)
    except DocumentError as error:
        raise unusable_profile(error) from error


def _faults(spelled: FlowSpelling, _document: Document) -> Iterator[Fault]:
    before: list[str] = []
    for number, stage in enumerate(spelled.stages):
        place = ("stages", number)
        if stage.id in before:
            yield (*place, "id"), said("this stage is told twice", "这个环节写了两次")
        for path, fault in _of_stage(stage, before):
            yield (*place, *path), fault
        before.append(stage.id)
    if all(stage.above_yuan is not None for stage in spelled.stages):
        fault = said(
            "every stage is for large sums only; small ones would be approved by nobody",
            "所有环节都只管大额；小额没有人审核",
        )
        yield ("stages",), fault
    yield from _of_clocks(spelled)


def _of_stage(stage: StageSpelling, before: list[str]) -> Iterator[Fault]:
    if stage.act not in _ACTS:
        known = ", ".join(_ACTS)
        fault = said("an order is decided by {known}", "工单的办理动作只能是 {known}", known=known)
        yield ("act",), fault
    if (stage.tasks is Tasks.DEPARTMENT) != (stage.office is OfficeKind.DEPARTMENT):
        fault = said(
            "tasks for each department go with offices of kind `department`, and only there",
            "`tasks: department` 与 `office: department` 必须同时写",
        )
        yield ("tasks",) if stage.tasks is Tasks.DEPARTMENT else ("office",), fault
    if stage.tasks is Tasks.ORDER and isinstance(stage.needs, int) and stage.needs > 1:
        fault = said(
            "one task cannot be approved {needs} times",
            "只有一项任务，不能要求 {needs} 项通过",
            needs=stage.needs,
        )
        yield ("needs",), fault
    for number, other in enumerate(stage.apart_from):
        if other not in before:
            fault = said(
                "there is no stage {found!r} before this one{hint}",
                "此前没有环节“{found}”{hint}",
                found=other,
                hint=nearest(other, tuple(before)),
            )
            yield ("apart_from", number), fault


def _of_clocks(spelled: FlowSpelling) -> Iterator[Fault]:
    for code, clock in spelled.clocks.items():
        if _IN_TURN.index(clock.begins) >= _IN_TURN.index(clock.ends):
            fault = said(
                "{ends} does not come after {begins}",
                "“{ends}”不在“{begins}”之后",
                begins=clock.begins,
                ends=clock.ends,
            )
            yield ("clocks", code, "ends"), fault
        if clock.warn_before >= clock.within:
            fault = said(
                "a warning from the first day on warns of nothing; make it less than {within}",
                "从第一天就预警等于没有预警；应小于 {within}",
                within=clock.within,
            )
            yield ("clocks", code, "warn_before"), fault
