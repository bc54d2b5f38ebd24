"""Bringing a register that an office kept elsewhere: its lines, columns and cells, and the rows that are entered."""
