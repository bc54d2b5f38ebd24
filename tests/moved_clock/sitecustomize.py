"""Python reads this before anything else where the folder is on its path: the clock goes DAYS_AHEAD days ahead."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

time_machine.travel(datetime.now(UTC) + timedelta(days=int(os.environ["DAYS_AHEAD"])), tick=True).start()
