"""From documents to what the engines read: one file per concern, every mistake in one go.

    shapes --vocabulary_from_document--> Vocabulary
           --calendar_from_document----> Calendar
           --merged--------------------> Merged (own and inherited pieces, each with its spot)
           --names, parameters, sources, periods--> Ground (what clauses may speak of)
           --definitions, clause (one file per form), cards--> the records of a Policy
           --card_sums, suppression, warnings, silence------> what is refused or doubted of the whole

A checker takes a shape and the ``Spot`` it was read from, reports into ``Findings`` and returns the
checked record, or None when the piece cannot be used; its siblings are checked all the same.
"""
