"""Tables as offices keep them: workbooks, HTML saved as .xls, text with any separator.

    file --content--> grids of cells --heading--> columns by name --body--> rows of text, numbered as in the sheet

    open, workbook, html_table, delimited, csv_rows, encoding    the kinds of files
    grid, heading, body, passed_over    a table of cells, where its columns are named, its rows, what is no row
    cell_text, names, person_names, shown    cells as texts, names of columns, names of people, what may be repeated

What a file is, is told by its content, never by its ending. Titles above the heading, totals, notes below
the table and repeated headings are passed over and counted; nothing else is.
"""
