"""Measures Comity at growing numbers of records: `make bench` prints one table and writes build/bench.json.

Each part is a module with `measures(asked) -> list[Row]`; `make bench BENCH="pages adoption"` chooses some of them.
"""
