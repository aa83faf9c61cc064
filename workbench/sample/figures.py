"""What the 离石 source publishes for January to September, as numbers to be met (digest §4.1).

The generator makes events so that the policy's tallies as of 30 September print exactly these;
counting rows does not (``traps``).
"""

from __future__ import annotations

BATCHES = 1823
"""登记信访总量（批次），1–9月."""
PEOPLE = 2580
"""登记信访总量（人次），1–9月."""
CENTRAL, CENTRAL_RESOLVED = 246, 243
"""中央交办重复信访：件数、已化解."""
TAKEN = {"d01": 26, "d02": 28}
"""包案：区委书记、区长，全部化解."""
VISITS = {"d01": (62, 88), "d02": (60, 90)}
"""带案下访：批次、人次."""
STATIONS = 42
"""信访工作站."""
