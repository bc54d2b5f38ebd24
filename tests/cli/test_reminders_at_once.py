"""Two `comity remind` that start at the same moment, each a process of its own, write one digest to each person."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comity.accounts.models import SignedLink
from comity.commitments.models import Round
from comity.journal.models import Letter
from tests.browsing import ROOT

PROCESSES = 2
# Each says that it has loaded everything, waits until it hears from us, and only then does what the command does.
AT_ONCE = """
import sys
from comity import cli
from comity.cli import reminders
remind = reminders.remind
def when_told(asked):
    print("ready", flush=True)
    sys.stdin.readline()
    return remind(asked)
reminders.remind = when_told
sys.exit(cli.main(["remind"]))
"""
