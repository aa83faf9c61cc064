"""Conditions and values: text -> syntax (parse) -> typed tree (check) -> text (show, chinese).

    text --parse--> syntax --typed(scope)--> tree --engines-->
      ^--show/chinese--'

    grammar, parse, straight, misread    text to syntax: by the tables, by plain descent, and what is wrong with it
    scope, frame, names, guard           what names mean at a position, and which missing values are guarded
    operators, calls, history, fit, unlike    the operator table, functions, looking back, how types meet
    reading                              questions about a typed tree: its parts, what it reads
    chinese, chinese_grammar, chinese_phrases, chinese_reading, titles    the same as an office would write it

Nothing is run here: the engines read the tree.
"""
