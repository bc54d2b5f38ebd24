"""The `comity` command."""

import os
import sys


def main() -> None:
    """This will run one of Comity's commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings first

    execute_from_command_line(sys.argv)
