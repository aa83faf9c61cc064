"""A sample year: an invented district's events, seeded, of any size, with traps for a naive count.

    plan (how many of what) -> cases, leaders, bodies (frames of columns) -> traps -> one table
"""
