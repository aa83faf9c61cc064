"""The commands by family; ``cli`` knows which family a command belongs to.

    editors     writing (check, schema, test), provenance (sources, policy)
    offices     office (init, status, needs, roster), files (look, map), office_import (import), pulling (pull),
                job (import, run, demo), following (replay, due, watch), confirming (sheets), reporting (report),
                documents (templates)
    auditors    tracing (card, why, why-not), comparing (compare)

    shared, in_office, progress, machine    the app they hang on, what a folder already tells, how far a replay is,
                what the machine allows

A command reads its options, calls one room, and shows what came back. Nothing is decided here.
"""
