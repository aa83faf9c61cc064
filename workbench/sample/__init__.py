"""A sample year: an invented district's events, seeded, of any size, with traps for a naive count.

    离石      plan (how many of what) -> cases, leaders, bodies (frames of columns) -> traps -> one table
    the rest  tracks (a year as data: lives and routines) -> unrolled (one generator) ------^
"""
