"""The meaning: what each rule of the language says, one small function a rule, in plain Python.

    world, position    what a run looks at, and one place in one stream from which to look (P1, P5)
    evaluate           expression + position -> value; history looks back, operators calculate (P10)
    states, gates      conditions that begin and end (P14); conditions an event must meet (P29)
    on, vesting        clauses at an event (P1); earned only if it lasts (P31)
    clocks             what opens and ends a deadline's clock; duedate and dueline count its days,
                       lateness says what it costs, deadline writes it down (P3, P4)
    frequency, tally, appraisal, checklist    clauses over spans (P11, P12, P21, P26, P28)
    rows, statistic    what a rate counts, and exact statistics of it; subjects says whose days and events
    accountable        who answers for points, with how much (P6, P33)
    reversal, veto, rulings    what is taken back, denied, adjusted (P9, P19, P27)
    clauses            each form of clause brought together; cardspans cuts delays by cards (P15)
    coverage           who reported what in which month: silent is not zero (P34)
    localtime, workdays    instants as local days; working days and office hours of the calendar (P2, P3)
    unscored           what makes an expression say nothing: bounds, years without data
    ledger_order       the order of the ledger, the same whoever wrote it
    trace              the same evaluation written down: because-events (P17) and ``why``

Speed is forbidden here; the other engines are tested against this text.
"""
