"""Tables as offices keep them: workbooks, HTML saved as .xls, text with any separator.

    file --content--> grids of cells --heading--> columns by name --body--> rows of text, numbered as in the sheet

What a file is, is told by its content, never by its ending. Titles above the heading, totals, notes below
the table and repeated headings are passed over and counted; nothing else is.
"""
