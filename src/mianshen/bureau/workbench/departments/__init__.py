"""部门人员名单 and each department's own part of orders."""
