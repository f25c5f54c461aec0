"""A payment is told once, in time and to the right phone, and a message names nobody."""

import gc
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from bureau import paying
from mianshen.bureau.notice import services as notice
from mianshen.bureau.notice.models import Message
from mianshen.bureau.notice.templates import checked_template
from mianshen.bureau.payout.errors import PayoutError
from mianshen.bureau.payout.events import payments_settled

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2025, 3, 26, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
NIGHT = NOON.replace(hour=22)
XINJIN = notice.read_notices(ROOT / "profiles/xinjin/notices.yaml")
on_a_database = pytest.mark.usefixtures("database")


@dataclass
class Book:
    """Everybody has a phone but those named."""

    without: set[int] = field(default_factory=set)

    def phones(self, payees: Collection[tuple[int, str]]) -> Mapping[tuple[int, str], str]:
        return {one: f"1380000{one[0]:04d}" for one in payees if one[0] not in self.without}

    def tails(self, accounts: Collection[int]) -> Mapping[int, str]:
        return {account: f"622848{account:010d}" for account in accounts}


@dataclass
class Way:
    """A way out that remembers what it was given and fails when told to."""

    knows_repeats: bool = True
    fails: list[Exception] = field(default_factory=list)
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, key: str, phone: str, text: str) -> str:
        self.sent.append((key, phone, text))
        if self.fails:
            raise self.fails.pop()
        return f"ref-{len(self.sent)}"


class Gone(BaseException):
    """The worker is killed."""


@pytest.fixture
def told(database: str, tmp_path: Path) -> str:
    """A batch of which one payment was paid and one refused."""
    assert database
    batch = paying.at_the_bank(tmp_path, 231_740, 5)
    paying.answered(tmp_path, batch, {1: "0000", 2: "3018"})
    return batch


def send(way: Way, at: datetime = NOON, book: Book | None = None) -> notice.Sent:
    return notice.send_waiting(XINJIN, way, book or Book(), at)


@on_a_database
def test_what_the_bank_answers_is_told_once_with_sum_days_and_card(told: str) -> None:
    way = Way()

    assert send(way) == notice.Sent(2, 0, 0, 0)
    assert send(way) == notice.Sent(0, 0, 0, 0)

    (key, phone, text), (other, _, bounced) = way.sent
    assert (key, phone) == (f"paid:{told}-000001", "13800000001")
    assert text == (
        "【新津区医保局】您3月1日费用的医疗救助2317.40元已于3月26日拨付至尾号0001的银行卡，"
        "咨询028-00000000。"
    )
    assert other == f"bounced:{told}-000002"
    assert "未能转入" in bounced


@on_a_database
def test_a_return_that_is_refused_tells_nobody_anything(tmp_path: Path) -> None:
    batch = paying.at_the_bank(tmp_path, 100)

    with pytest.raises(PayoutError):
        paying.answered(tmp_path, batch, {1: "9999"})

    assert send(Way()).waiting == 0


@on_a_database
def test_where_the_message_cannot_be_written_nothing_is_settled(tmp_path: Path) -> None:
    batch = paying.at_the_bank(tmp_path, 100)

    def fails(**_: object) -> None:
        raise Gone

    payments_settled.connect(fails)
    try:
        with pytest.raises(Gone):
            paying.answered(tmp_path, batch, {1: "0000"})
    finally:
        payments_settled.disconnect(fails)

    assert [one.outcome for one in paying.payments(batch)] == [None]
    assert Message.objects.count() == 0


@on_a_database
@pytest.mark.usefixtures("told")
def test_nothing_is_sent_in_the_quiet_hours() -> None:
    way = Way()

    assert send(way, NIGHT) == notice.Sent(0, 0, 0, 2)
    assert send(way, NIGHT + timedelta(hours=9)) == notice.Sent(0, 0, 0, 2)
    assert not way.sent
    assert send(way, NIGHT + timedelta(hours=10)).sent == 2


@on_a_database
@pytest.mark.usefixtures("told")
def test_who_has_no_phone_is_left_to_people_and_a_busy_gateway_is_asked_again() -> None:
    way = Way(fails=[notice.PortError("busy")])

    first = send(way, book=Book(without={1}))

    assert first == notice.Sent(0, 1, 1, 1)
    assert Message.objects.get(person=1).why == "no phone"
    assert send(way).sent == 1


@on_a_database
@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("knows_repeats", [True, False])
def test_a_worker_killed_while_sending_sends_no_message_twice_unawares(
    knows_repeats: bool,
) -> None:
    way = Way(knows_repeats, fails=[Gone()])
    with pytest.raises(Gone):
        send(way)

    assert send(way).sent == 0
    later = send(way, NOON + timedelta(minutes=6))

    keys = [key for key, _, _ in way.sent]
    unsure = notice.uncertain(NOON + timedelta(minutes=6))
    if knows_repeats:
        assert later.sent == 2
        assert not unsure
    else:
        assert later.sent == 0
        assert len(keys) == 1
        assert len(unsure) == 2


@on_a_database
@pytest.mark.usefixtures("told")
def test_a_receipt_counts_once_and_is_not_contradicted() -> None:
    send(Way())

    assert notice.enter_receipt("ref-1", NOON, delivered=True)
    assert not notice.enter_receipt("ref-1", NOON, delivered=True)
    with pytest.raises(notice.NoticeError, match="says otherwise"):
        notice.enter_receipt("ref-1", NOON, delivered=False)
    with pytest.raises(notice.NoticeError, match="no message was sent"):
        notice.enter_receipt("ref-9", NOON, delivered=True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("您{name}的救助", "may not stand"),
        ("{certno}", "may not stand"),
        ("{disease}", "may not stand"),
        ("{identity}", "may not stand"),
        ("{amount.real}", "may not stand"),
        ("{amount!r}", "alone"),
        ("{amount:>9}", "alone"),
        ("您是低保对象", "低保"),
        ("您的糖尿病费用", "病"),
        ("重度残疾人救助", "残"),
        ("your cancer treatment", "cancer"),
        ("详见 https://a.example", "no links"),
        ("点击查看", "no links"),
        ("{amount", "braces"),
        ("长" * 301, "too long"),
    ],
)
def test_a_template_that_would_tell_too_much_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        checked_template(text)


@pytest.mark.parametrize("profile", ["xinjin", "jingan"])
def test_the_messages_of_the_profiles_may_be_sent(profile: str) -> None:
    notices = notice.read_notices(ROOT / "profiles" / profile / "notices.yaml")

    assert set(notices.templates) == {"paid", "bounced"}
    assert all("en" in wordings for wordings in notices.templates.values())


def test_a_file_with_a_telling_template_is_refused_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "notices.yaml"
    text = (ROOT / "profiles/xinjin/notices.yaml").read_text("utf-8")
    path.write_text(text.replace("{tail}", "{name}"), "utf-8")

    with pytest.raises(notice.NoticeError, match=r"notices.yaml:\d+:\d+: .*may not stand"):
        notice.read_notices(path)


def test_a_message_as_a_file_is_the_same_file_again(tmp_path: Path) -> None:
    port = notice.FilePort(tmp_path)

    names = {port.send("paid:1", "138", "一"), port.send("paid:1", "138", "一")}

    (path,) = tmp_path.iterdir()
    assert names == {path.name}
    assert json.loads(path.read_text("utf-8"))["text"] == "一"


@pytest.fixture
def gateway() -> Iterator[tuple[notice.Gateway, list[dict[str, object]]]]:
    """A gateway on this machine that says yes to all but the phone 000, and breaks at 999."""
    heard: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append({**asked, "secret": self.headers["X-Key"]})
            self.send_response(503 if asked["mobile"] == "999" else 200)
            self.end_headers()
            code = "1" if asked["mobile"] == "000" else "0"
            self.wfile.write(json.dumps({"code": code, "id": "m-1"}).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    names = {"phone": "mobile", "text": "content", "key": "outer"}
    url = f"http://127.0.0.1:{server.server_port}/send"
    yield notice.Gateway(url, names, ("code", "0"), "id", {"X-Key": "s"}), heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_gateway_is_spoken_to_in_its_own_words(
    gateway: tuple[notice.Gateway, list[dict[str, object]]],
) -> None:
    port, heard = gateway

    assert port.send("paid:1", "138", "一二") == "m-1"

    assert heard == [{"mobile": "138", "content": "一二", "outer": "paid:1", "secret": "s"}]
    with pytest.raises(notice.PortError) as refused:
        port.send("paid:2", "000", "一")
    assert refused.value.is_final
    with pytest.raises(notice.PortError) as broken:
        port.send("paid:3", "999", "一")
    assert not broken.value.is_final
    assert "secret" not in repr(port)


# A socket of a refused message is left by apprise to be collected.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_a_service_is_reached_by_its_address_and_keeps_its_secret(
    gateway: tuple[notice.Gateway, list[dict[str, object]]],
) -> None:
    port, heard = gateway
    address = port.url.replace("http:", "json:") + "?+X-Key=secret&:mobile={phone}"

    assert notice.ServicePort(address).send("paid:1", "138", "一二") == "paid:1"

    assert (heard[0]["message"], heard[0]["mobile"]) == ("一二", "138")
    assert "secret" not in repr(notice.ServicePort(address))
    with pytest.raises(notice.PortError, match="did not take"):
        notice.ServicePort(address).send("paid:2", "999", "一")
    with pytest.raises(notice.PortError, match="not one that is known") as unknown:
        notice.ServicePort("nonsense").send("paid:3", "138", "一")
    assert unknown.value.is_final
    gc.collect()
