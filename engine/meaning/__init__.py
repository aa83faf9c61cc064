"""The meaning: what each rule of the language says, one small function a rule, in plain Python.

    world     what a run looks at: policy, roster, streams, as-of, the span that counts
    position  one place in one stream, from which an expression looks (P1)
    evaluate  expression + position -> value; history looks back, operators calculate
    states    conditions that begin and end (P14); gates (P29)
    deadline  clocks that open, pause, grow and end (P3, P4); duedate walks them day by day
    on        clauses at an event (P1); vesting (P31), veto (P19), reversal (P9)
    trace     the same evaluation, written down: because-events (P17) and ``why``

Speed is forbidden here; the batch engine is tested against this text.
"""
