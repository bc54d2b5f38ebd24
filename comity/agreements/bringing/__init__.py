"""Bringing a register that an office kept elsewhere: its lines, its columns, its cells, and the rows that are entered."""
