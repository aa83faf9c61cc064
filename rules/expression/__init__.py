"""Conditions and values: text -> syntax (parse) -> typed tree (check) -> text (show, chinese).

    text --parse--> syntax --typed(scope)--> tree --engines-->
      ^--show/chinese--'

Nothing is run here: the engines read the tree.
"""
