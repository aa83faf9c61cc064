"""From documents to what the engines read: one file per concern, every mistake in one go.

    shapes --vocabulary_from_document--> Vocabulary
           --calendar_from_document----> Calendar
           --extends-------------------> Merged (own and inherited pieces, each with its spot)
           --parameters, definitions, clause, cards, suppression, warnings--> Policy

A checker takes a shape and the ``Spot`` it was read from, reports into ``Findings`` and returns the
checked record, or None when the piece cannot be used; its siblings are checked all the same.
"""
