"""本月救助名单: what is found for the month, checked and confirmed."""
