"""Who there is in the crash tests, known to the people at their browsers and to the record alike."""

from datetime import date

from stdnum.cn import ric

PUPILS = 300
PASSWORD = "a long password of the tests"
WORLD = "crash-world.json"
TEACHER, SENDER, ADMINISTRATOR = "class_teacher", "pe_teacher", "system_admin"
OFFICE, NEWCOMER, WITH_CODES = "school_admin", "head", "security_admin"
"""Who has not yet chosen a password of her own; who has one-time codes."""
CODES = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def number_of(order: int) -> str:
    """The pupil number of nobody."""
    body = f"500199{date(2016, 3, 1 + order % 28):%Y%m%d}{300 + order:03d}"
    return f"G{body}{ric.calc_check_digit(body + '0')}"


def name_of(order: int) -> str:
    return f"示例新生{order}"
