"""Conditions and values: text -> syntax (parse) -> typed tree (check) -> text (show, chinese).

    text --parse--> syntax --typed(scope)--> tree --engines-->
      ^--show/chinese--'
"""
