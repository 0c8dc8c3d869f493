"""“19 November 2026”, not “Nov. 19, 2026”: read alike in Canada and in Britain."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, P"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, P"
MONTH_DAY_FORMAT = "j F"
