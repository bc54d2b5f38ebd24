"""Texts told in several languages, shown honestly: what is missing is shown in its original language."""
