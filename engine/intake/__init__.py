r"""Intake: rows of somebody's export -> events of a vocabulary, or a reason why not.

    file --source--> texts by column --mapping.plan--> cells --take--> event columns --batch--> events/<batch>/
                                                          \--> quarantine (row, column, code, reason)

Every column is read or discarded by name, every row gives events, is quarantined, or is counted as
giving none. What is refused is never repeated: not in a message, not in a file.
"""
