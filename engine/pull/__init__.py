"""From a database to a file that an import can read: read-only, only declared columns, from a watermark on.

    pull    a query's rows through a mapping into the log of events
    database    the only file that knows a database; mark    how far a query was read the last time
"""
