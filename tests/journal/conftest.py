"""What is tried of the journal on one of the two databases alone."""

import os

# SQLite has one writer at a time.
collect_ignore = [] if os.environ.get("DATABASE_URL") else ["test_sealing_beside_writers.py"]
