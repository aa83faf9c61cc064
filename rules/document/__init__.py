"""Documents: YAML text -> located nodes -> shapes.

A shape says which keys a document may have and of what type each scalar is; nothing else.
Whether names exist and conditions make sense is ``rules.check``'s business.
"""
