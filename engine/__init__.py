"""Events become a ledger: what stands, in whose stream, and what each clause makes of it, on three engines.

    files --event_file, intake, pull--> events --correct, links, form--> streams --engine--> ledger, tallies, clocks

    reference, meaning      the meaning in plain Python: read ``reference`` first
    batch, stream_rules     the same on columns, the same on durable-rules; ``engines`` knows them by name,
    agreement, sample       whether two of them say the same, and on which matters where all are too many
    why, why_rows           every condition with every value; which rows a rate counted

    event, stream           an office's act; the acts about one case, unit or leader, in order
    order, correct, links, form    which comes first, what stands, which cases are one matter, streams of it all
    roster, roster_from_document, roster_from_events, roster_from_columns, roster_check, strangers
                            units and leaders over time, however they are told, and who is not among them
    ledger, ledger_columns, root, canonical    entries and counts; the same as columns; one hash of them

    event_file, event_table, event_row, event_text, event_value, events, events_in_files    events on disk, as columns, as rows, as text
    footer                                     what a Parquet file tells without being read
    event_search, event_copy                   the events of one case out of any number; a copy sorted for that
    ledger_file, record_table, records, stored, record_file    what a run leaves on disk; records kept as columns, in
                            pieces on disk, or looked up in their file
    ledger_difference                          which rows two ledgers differ in
    kept                                       policy and roster as a run keeps them
    intake, pull, office    exports become events; from a database; an office's folder month after month
    privacy                 what no import may carry
    write, lock, progress, memory, workers    files whole or not at all, one writer at a time, how far a replay is, whose
                            pages columns lie in, who does work that falls into tasks
"""
