"""An office's folder month after month: what it goes by, what it holds, what others fill in for it.

    folder, lay_out, held       the folder: what ``kaohe.toml`` says, how it begins, what lies in it
    names, accept, fitting      units as exports call them; a name accepted once; which mapping a file is made for
    forms, roster_book          workbooks that units and the office itself fill in
    book_writer, sheets, filled    workbooks written, read back, and turned into rows
"""
