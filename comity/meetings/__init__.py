"""Working sessions with partners: who came, what was on the agenda, what was said and decided."""
