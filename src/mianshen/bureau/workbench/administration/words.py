"""What kinds of office, sights, acts and entries of the trail are called on these pages."""

from mianshen.bureau.offices.vocabulary import Act, OfficeKind, Sight
from mianshen.policy.saying import Said, said

KINDS = {
    OfficeKind.STREET: said("street or township", "镇街经办"),
    OfficeKind.CENTRE: said("district centre", "区医保中心"),
    OfficeKind.BUREAU: said("bureau", "医保局"),
    OfficeKind.DEPARTMENT: said("department", "部门"),
    OfficeKind.FINANCE: said("treasury", "财政"),
    OfficeKind.SUPERVISION: said("supervision", "监督"),
}
SIGHTS = {
    Sight.PEOPLE: said("people", "救助对象"),
    Sight.NUMBERS: said("open names and numbers", "明文姓名、证件"),
    Sight.ROSTERS: said("rosters", "部门人员名单"),
    Sight.SETTLEMENTS: said("settlements", "就诊结算"),
    Sight.ORDERS: said("orders", "工单"),
    Sight.FUNDS: said("funds", "资金"),
    Sight.PAYMENTS: said("payments", "拨付"),
    Sight.REPORTS: said("reports", "报表"),
    Sight.ALERTS: said("supervision", "智慧监管"),
    Sight.POLICY: said("policy", "待遇政策"),
    Sight.TRAIL: said("the trail", "操作留痕"),
}
ACTS = {
    Act.UPLOAD: said("hand in lists", "报送名单"),
    Act.CORRECT: said("mend rows", "纠正数据"),
    Act.VISIT: said("answer visits", "入户核实"),
    Act.CONFIRM: said("confirm", "确认"),
    Act.APPROVE: said("approve the own part", "部门审批"),
    Act.REVIEW: said("review", "复核"),
    Act.RELEASE: said("release what is held", "解除暂缓"),
    Act.REQUEST_FUNDS: said("ask for money", "用款申请"),
    Act.GRANT_FUNDS: said("grant money", "财政审核"),
    Act.PAY: said("pay", "代发"),
    Act.RECONCILE: said("reconcile", "对账"),
    Act.CLOSE_MONTH: said("close the month", "封账"),
    Act.CLAW_BACK: said("claw back", "追款"),
    Act.WRITE_POLICY: said("write policy", "拟定政策"),
    Act.SIGN_POLICY: said("sign policy", "签发政策"),
    Act.RECTIFY: said("rectify", "整改销账"),
    Act.ADMINISTER: said("administer", "系统管理"),
}
_ENTRIES = {
    "appoint": said("taken in", "新增"),
    "assign": said("post given", "安排岗位"),
    "end_assignment": said("post ended", "免去岗位"),
    "delegate": said("acts for another", "受托代办"),
    "end_delegation": said("acts no longer", "终止代办"),
    "leave": said("leaves", "离职"),
    "reset_log_in": said("password given", "发放密码"),
    "choose_password": said("chose a password", "本人设定密码"),
    "sign_in": said("signed in", "登录"),
    "sign_out": said("signed out", "退出"),
}


def act_title(act: str) -> Said:
    """What an entry about a member of staff tells."""
    return _ENTRIES.get(act, said("other", "其他操作"))
