"""Printing changes nothing of how pictures are judged in the same process."""

import os
from importlib import import_module
from pathlib import Path

import pytest
from PIL import ImageFile

from comity.papers.printing import CannotPrint, printed


@pytest.fixture
def library():
    try:
        printed("<!doctype html><html lang='en'><title>x</title><p>x</html>")
    except CannotPrint:
        if os.environ.get("CI"):
            raise
        pytest.skip("needs Pango")
    return Path(str(import_module("weasyprint.images").__file__))


def test_half_a_picture_is_no_picture_after_something_was_printed(library):
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_the_library_itself_would_let_half_a_picture_pass(library):
    """The negative control."""
    assert "LOAD_TRUNCATED_IMAGES = True" in library.read_text()
