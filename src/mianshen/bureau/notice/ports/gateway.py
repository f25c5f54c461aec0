"""An SMS gateway spoken to over HTTP, its field names and its yes declared."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field

from mianshen.bureau.notice.ports import PortError

_ANSWER_BYTES_MAX = 65_536
_OURS_TO_MEND = range(400, 500)


@dataclass(frozen=True)
class Gateway:
    """A gateway that takes JSON; `fields` name what it calls phone, text and key.

    `accepted` is the field of its answer and the value that means yes, `reference` the field with
    its number for the message. `headers` hold the secret it knows us by.
    """

    url: str
    fields: Mapping[str, str]
    accepted: tuple[str, str]
    reference: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    knows_repeats: bool = False
    seconds_max: int = 10

    def send(self, key: str, phone: str, text: str) -> str:
        """Hand a message to the gateway; raises `PortError` where it does not say yes."""
        values = {"key": key, "phone": phone, "text": text}
        body = {theirs: values[ours] for ours, theirs in self.fields.items()}
        request = urllib.request.Request(
            self.url,
            json.dumps(body, ensure_ascii=False).encode(),
            {"Content-Type": "application/json; charset=utf-8", **self.headers},
            method="POST",
        )
        answer = self._ask(request)
        name, yes = self.accepted
        if str(answer.get(name)) != yes:
            raise PortError(f"the gateway answered {name}={answer.get(name)!r}", is_final=True)
        return str(answer.get(self.reference, ""))

    def _ask(self, request: urllib.request.Request) -> dict[str, object]:
        try:
            with urllib.request.urlopen(request, timeout=self.seconds_max) as answer:
                told = json.loads(answer.read(_ANSWER_BYTES_MAX))
        except urllib.error.HTTPError as error:
            error.close()
            raise PortError(
                f"the gateway answered {error.code}", is_final=error.code in _OURS_TO_MEND
            ) from error
        except (OSError, ValueError) as error:
            raise PortError(f"the gateway cannot be reached: {type(error).__name__}") from error
        if not isinstance(told, dict):
            raise PortError("the gateway's answer is not an object")
        return told
