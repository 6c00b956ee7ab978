"""A clock on the wall that a drill can set, for the processes of its portal and for their database alone.

Python's is set by `faults/shim`, the database's by functions that come before its own. The monotonic clock goes on, as
it does where somebody sets the clock of a machine.
"""

from pathlib import Path
from typing import Any

from chengdu_carbon.servers import DATABASE
from chengdu_carbon.supervisor import ROOT

NEARLY_A_DAY_S = 86_400 - 5
"""By a day and more the audit tells of times that run backwards. So little less that daily jobs are due soon after."""
FUNCTIONS = f"""
CREATE SCHEMA wrong_clock;
CREATE TABLE wrong_clock.setting (by interval NOT NULL);
INSERT INTO wrong_clock.setting VALUES ('0');
CREATE FUNCTION wrong_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
    'SELECT pg_catalog.clock_timestamp() + by FROM wrong_clock.setting';
CREATE FUNCTION wrong_clock.statement_timestamp() RETURNS timestamptz STABLE LANGUAGE sql AS
    'SELECT pg_catalog.statement_timestamp() + by FROM wrong_clock.setting';
CREATE FUNCTION wrong_clock.now() RETURNS timestamptz STABLE LANGUAGE sql AS
    'SELECT pg_catalog.now() + by FROM wrong_clock.setting';
GRANT USAGE ON SCHEMA wrong_clock TO PUBLIC;
GRANT SELECT ON wrong_clock.setting TO PUBLIC;
ALTER DATABASE {DATABASE} SET search_path = wrong_clock, pg_catalog, public;
"""  # noqa: S608, a name of this program alone


class WrongClock:
    """`environment` is what a process sees whose clock can be set."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "wrong_clock"
        self.file.write_text("0")
        self.environment = {"WRONG_CLOCK": str(self.file), "PYTHONPATH": str(ROOT / "faults" / "shim")}

    def hang_up(self, cursor: Any) -> None:
        """To be called once, before any process of the portal has connected."""
        cursor.execute(FUNCTIONS)

    def set_wrong(self, cursor: Any, wrong_s: float) -> None:
        self.file.write_text(str(wrong_s))
        cursor.execute("UPDATE wrong_clock.setting SET by = make_interval(secs => %s)", [wrong_s])
