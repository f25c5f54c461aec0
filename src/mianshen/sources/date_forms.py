"""The ways to write a date that a layout may declare."""

from collections.abc import Mapping

FORMS: Mapping[str, str] = {
    "yyyy-M-d": r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
    "yyyy/M/d": r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})",
    "yyyy.M.d": r"(?P<y>\d{4})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})",
    "yyyy年M月d日": r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]",
    "yyyyMMdd": r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    "yyyy-M": r"(?P<y>\d{4})-(?P<m>\d{1,2})",
    "yyyy/M": r"(?P<y>\d{4})/(?P<m>\d{1,2})",
    "yyyy.M": r"(?P<y>\d{4})\.(?P<m>\d{1,2})",
    "yyyy年M月": r"(?P<y>\d{4})年(?P<m>\d{1,2})月",
    "yyyyMM": r"(?P<y>\d{4})(?P<m>\d{2})",
    "serial": r"(?P<serial>\d{4,5})(?:\.\d+)?",
}
"""Every form that a layout may declare, with what it looks like."""

USUAL_FORMS = ("yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd")
