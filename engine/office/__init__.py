"""An office's folder month after month: what it goes by, what it holds, what others fill in for it.

    folder, lay_out, held       the folder: what ``office.yaml`` says, how it begins, what lies in it
    names, accept, fitting      units as exports call them; a name accepted once; which mapping a file is made for
    forms, roster_book          workbooks that units and the office itself fill in
    book_writer, sheets         workbooks written and read back
    as_handed_out, filled       what units changed that is not theirs to change; what they filled in, turned into rows
"""
