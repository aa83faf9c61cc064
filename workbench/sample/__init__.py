"""A sample year: an invented district's events, seeded, of any size, with traps for a naive count.

    离石      plan (how many of what) -> cases, offices (frames of columns: frame) -> traps -> year: one table
    the rest  track, tracks (a year as data: lives and routines) -> unrolled (one generator) --^

``figures`` are what the 离石 source publishes, to be met; ``demo`` chooses policy, year and folder.
"""
