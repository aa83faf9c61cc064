r"""Intake: rows of somebody's export -> events of a vocabulary, or a reason why not.

    file --source--> texts by column --mapping.plan--> cells --take--> event columns --batch--> events/<batch>/
                                                          \--> quarantine (row, column, code, reason)

    import_rows            an import from beginning to end: read it first
    source, table, text_stream, quotes, unreadable    files and what is in them, whatever they are called
    plan, plan_from_mapping, reading_from_mapping, cell_from_mapping, check_columns    the mapping, and what it asks of a table
    usual_text, usual_form, formats, verdicts    how foreign texts say days, numbers, flags: each distinct text once
    rows, take, canonical_rows, made_id, repeats, openings    rows to events, ids where there are none, what repeats
    snapshot, gone         whole snapshots: what has changed, what is shown no more
    desk                   queries over files of events, in bounded memory
    quarantine, report, log    what was refused and why, what happened to every row, a chained line for each import

Every column is read or discarded by name, every row gives events, is quarantined, or is counted as
giving none. What is refused is never repeated: not in a message, not in a file.
"""
