"""Documents: YAML text -> located nodes -> shapes.

    text --source, compose--> nodes (node, spread, scalar) --fit, build--> shapes | problems (misread, salvage)

    load        from text to document; ``kinds`` knows which document a text is
    shape       what all shapes share; ``outline``: what each allows, as plain data
    policy, head, definition, clause, form, score, card    the policy document and its parts
    vocabulary, calendar, roster, cases, mapping, office, provenance    the other documents

A shape says which keys a document may have and of what type each scalar is; nothing else.
Whether names exist and conditions make sense is ``rules.check``'s business.
"""
