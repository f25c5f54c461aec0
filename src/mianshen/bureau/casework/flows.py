"""Flows kept under the hash of their content, so that an order keeps the one it began with."""

from functools import lru_cache

from mianshen.bureau.assessment.freezing import digest_of
from mianshen.bureau.casework.flow import FlowSpelling
from mianshen.bureau.casework.models import FlowText


def keep(flow: FlowSpelling) -> str:
    """Keep a flow and give its hash; the same flow is kept once."""
    content = flow.model_dump(mode="json")
    digest = digest_of(repr(content))
    FlowText.objects.get_or_create(digest=digest, defaults={"content": content})
    return digest


@lru_cache(maxsize=32)
def flow_of(digest: str) -> FlowSpelling:
    """The flow that has a hash."""
    return FlowSpelling.model_validate(FlowText.objects.get(digest=digest).content)
