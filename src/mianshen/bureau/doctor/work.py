"""What the platform does by itself, and what of it does not go on."""

from mianshen.bureau.casework import services as casework
from mianshen.bureau.doctor.findings import Finding, bad, good
from mianshen.bureau.jobs.services import failing
from mianshen.policy.saying import said


def deliveries() -> Finding:
    """Whether files that came are worked on, or fail again and again."""
    topic, stuck = said("deliveries", "报送文件"), failing()
    if not stuck:
        return good(topic, said("none fails again and again", "没有反复处理失败的"))
    first = stuck[0]
    found = said(
        "{count} fail again and again; batch {batch} of {profile} {tries} times: {fault}",
        "{count} 批反复处理失败；{profile} 的第 {batch} 批已失败 {tries} 次：{fault}",
        count=len(stuck),
        batch=first.batch,
        profile=first.profile,
        tries=first.tries,
        fault=first.fault.partition("\n")[0],
    )
    remedy = said(
        "look at the batch on its department's page; report what is no sentence there",
        "请在部门名单页查看该批；若提示不明，请作为缺陷上报",
    )
    return bad(topic, found, remedy)


def years_known() -> frozenset[int]:
    """The years whose working days are known, those entered at the desk among them."""
    return casework.calendar_in_use().years
