"""Files that outsiders send: parsed in a process of its own and never believed."""
