"""From documents to what the engines read: one file per concern, every mistake in one go.

    shapes --vocabulary_from_document--> Vocabulary
           --calendar_from_document----> Calendar
           --merged--------------------> Merged (own and inherited pieces, each with its spot)
           --names, parameters, sources, periods--> Ground (what clauses may speak of)
           --definitions, clause (one file per form), cards--> the records of a Policy
           --card_sums, suppression, warnings, silence------> what is refused or doubted of the whole

    appraisal, checklist, deadline, deadline_parts, frequency, manual, on, over, ratio    one file per form of clause
    formed, keys, lines, limits, points, score, bands, veto, roles, kinds    what forms have in common
    facts, fields, moves, cases, walk, merged, cycles, unused, twice    declarations, examples, trees, circles
    ground, spot, atoms, bounds, lengths    what may be spoken of, where it stands, what conditions demand
    person, red_words, volume, risks, satisfaction    what is refused because of whom it would hurt

A checker takes a shape and the ``Spot`` it was read from, reports into ``Findings`` and returns the
checked record, or None when the piece cannot be used; its siblings are checked all the same.
"""
