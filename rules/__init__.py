"""Text becomes meaning: YAML documents in, checked and typed policies out, every mistake with its place.

    text --document--> shapes --check, expression--> policy            library: from files, with all they lean on
                 problems <-- say, catalogue                           schema, manual: what may be written

    document, expression, check, policy    room by room: shapes of the YAML, conditions, judging both, what is left
    policy_from_document, overrides        a policy with what it extends; one with other parameters
    library, checked, shelf                documents and where they stand
    problem, place, nearest, missing       a mistake is a value: its code, where it is, the name that was meant
    say, catalogue                         problems as sentences; the wording of each in two languages
    schema, manual                         editors' schemas and pages of the manual, made from the shapes
    vocabulary, move                       which events exist, and how a record could be bent (P20)
    record                                 ``@record``: a frozen dataclass with slots, sooner made
    value, calendar, clock, period, card_span    numbers, days, hours, instants, and the spans years are cut into

Nothing here knows an event, an engine or a score.
"""
