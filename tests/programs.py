"""Programs of the system that some tests ask for a second opinion; where one is missing they say so and are skipped."""

import shutil

import pytest

PACKAGES = {"pdftotext": "poppler-utils", "pdfsig": "poppler-utils", "openssl": "openssl", "softhsm2-util": "softhsm2"}


def needs(name):
    """This will skip the test where the program is missing; where nothing may be skipped, that counts as a failure."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is missing; on Debian: apt install {PACKAGES[name]}")
