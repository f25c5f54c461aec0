"""How long a pushed settlement takes to its street's order: from the request to the order line.

Run `python bench/push.py --people 14000`; it makes an installation of its own and removes it again.
The worker is the process that `mianshen up` starts.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from alone import installation_of_its_own, tell_machine

PROFILE = Path(__file__).parents[1] / "profiles/baoshan"
STREET = "友谊路街道"
WAIT_S = 120
PACK = """\
id: bench
region: "310000"
identities: [低保]
payers: {basic: {from: [hifp_pay]}}
layers: [{id: insurers, payers: [basic]}, {id: relief, members: [aid]}]
programmes:
  aid: {title: 医疗救助, office: 医保局, fund: 医疗救助基金, who: {any: [低保]},
        base: in_scope - basic, terms: [{ratio: 50%}]}
"""


def main() -> None:
    """Push settlements one after the other and print how long each took, with the machine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=14_000)
    parser.add_argument("--pushes", type=int, default=30)
    asked = parser.parse_args()
    with installation_of_its_own() as home:
        _run(asked.people, asked.pushes, home)


def _run(people: int, pushes: int, home: Path) -> None:
    folder = home / "profile"
    shutil.copytree(PROFILE, folder)
    (home / "pack.yaml").write_text(PACK, encoding="utf-8")
    sources = (folder / "sources.yaml").read_text("utf-8")
    told = sources.replace("pack: shanghai ", f"pack: {home / 'pack.yaml'} ")
    (folder / "sources.yaml").write_text(told, encoding="utf-8")
    from mianshen.bureau.starting import make_ready

    make_ready([str(folder)], lambda _: None)
    tell_machine()
    token = _prepare(str(folder), people, home)
    worker = subprocess.Popen(
        [sys.executable, "-m", "mianshen.bureau.serving.worker"], stdin=subprocess.PIPE
    )
    try:
        _push_all(token, people, pushes)
    finally:
        worker.terminate()
        worker.wait()


def _prepare(profile: str, people: int, home: Path) -> str:
    """Everybody on a list, and a policy in force; the token to push with."""
    from django.db import transaction
    from django.utils import timezone

    from mianshen.bureau.api.services import make_token
    from mianshen.bureau.assessment.services import put_in_force
    from mianshen.bureau.bitemporal.stating import Stated
    from mianshen.bureau.intake import services as intake
    from mianshen.bureau.jobs.doing import assess
    from mianshen.bureau.jobs.services import districts, sources_of
    from mianshen.bureau.registry.services import next_moment
    from mianshen.run.shipped import Located

    rows = (
        f"{STREET},一居委,{one},人{one},{_card(one)},城乡低保,2025-01-01," for one in range(people)
    )
    title = "社会救助对象名单\n街镇,居委,家庭号,姓名,证件号码,救助类别,救助起始日期,救助终止日期\n"
    start = time.perf_counter()
    read = sources_of(profile)
    content = (title + "\n".join(rows)).encode()
    source = {"source": "civil-affairs", "period": None}
    received = intake.receive(read, "list.csv", content, "bench", **source)
    intake.process(received.batch, read, "bench")
    print(f"{people} people listed  {time.perf_counter() - start:7.2f} s")
    with transaction.atomic():
        put_in_force(Located(home / "pack.yaml"), (), Stated(next_moment(), 0, "bench"))
    (district,) = districts(timezone.localdate())
    start = time.perf_counter()
    assess(district, timezone.now())
    print(f"all of them assessed {time.perf_counter() - start:5.2f} s")
    return make_token(profile, "settlements", "bench", "bench")


def _push_all(token: str, people: int, pushes: int) -> None:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    headers = {"Authorization": f"Bearer {token}"}
    took = []
    for number in range(pushes):
        person = number * (people // pushes)
        body = json.dumps(_settlement(person, f"bench-{number}"), ensure_ascii=False)
        start = time.perf_counter()
        answer = client.post(
            "/api/settlements", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 202, answer.content
        _wait_for_lines(number + 1, start)
        took.append(time.perf_counter() - start)
    first, *warm = took
    print(f"the first, cold    {first:7.2f} s")
    print(f"the others         {statistics.median(warm):7.2f} s median, {max(warm):.2f} s longest")


def _wait_for_lines(wanted: int, start: float) -> None:
    from mianshen.bureau.casework.models import OrderLine

    while OrderLine.objects.count() < wanted:
        if time.perf_counter() - start > WAIT_S:
            raise SystemExit("no order came of it")
        time.sleep(0.01)


def _settlement(person: int, setl_id: str) -> dict[str, str]:
    day = time.strftime("%Y-01-15")
    return {
        "setl_id": setl_id,
        "setl_time": f"{day} 10:00:00",
        "mdtrt_id": setl_id,
        "psn_name": f"人{person}",
        "certno": _card(person),
        "begndate": day,
        "enddate": day,
        "medfee_sumamt": "1000",
        "inscp_scp_amt": "1000",
        "hifp_pay": "600",
        "fund_pay_sumamt": "600",
        "psn_part_amt": "400",
        "psn_cash_pay": "400",
    }


def _card(number: int) -> str:
    """An invented identity number with its check digit."""
    day = f"19{40 + number % 50}{1 + number % 12:02d}{1 + number % 28:02d}"
    digits = f"310113{day}{number // 50 % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return digits + "10X98765432"[rest]


if __name__ == "__main__":
    main()
