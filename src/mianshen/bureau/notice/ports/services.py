"""Messaging services (DingTalk, WeCom, Feishu, SMPP …) by the one address that apprise knows."""

from dataclasses import dataclass, field

from mianshen.bureau.notice.ports import PortError


@dataclass(frozen=True)
class ServicePort:
    """A service named by an address in which `{phone}` stands for the receiver.

    The address holds the secret of the service and is not shown. The services do not tell messages
    apart, so after a crash a person looks whether one went.
    """

    address: str = field(repr=False)
    knows_repeats: bool = False

    def send(self, key: str, phone: str, text: str) -> str:
        """Send a message; its reference is its key, as services give none."""
        # Imported here: it looks up all its services, which no other start should wait for.
        import apprise

        service = apprise.Apprise()
        if not service.add(self.address.replace("{phone}", phone)):
            raise PortError("the address of the service is not one that is known", is_final=True)
        if not service.notify(body=text, body_format=apprise.NotifyFormat.TEXT):
            raise PortError("the service did not take the message")
        return key
