"""A flow of three stages, for tests of how orders go through offices."""

FLOW = """\
district: "510118"
title: 小流程
source: 虚构
period: month
receives: street
hands_down: by_hand
rhythm: {assess: weekly, pay_on: [10, 25]}
new_facts: {more: follow_up, less: amend}
stages:
  - {id: street, title: 确认, office: street, act: confirm, one_click: {count: 2}}
  - {id: departments, title: 部门, office: department, act: approve, tasks: department}
  - {id: centre, title: 复核, office: centre, act: review, apart_from: [street]}
clocks:
  whole:
    {title: 全程, begins: ordered, ends: paid, within: 20, unit: working_days, source: 假定}
"""
