"""Rendering only: cards, ledgers and explanations become things people read. No arithmetic here.

    records --> text for a terminal | workbook | pages | notice (Word, PDF) | scheme | unit_sheets

    run_text, tables, card_text, entry_text, value_text, coverage_text    what a run says
    compare_text                    what two runs differ in
    why_text, figure_text, lack_text, veto_text, condition_text, due_text, due_files, follow_text    how it came about, what falls due
    problem_text, faults, suite_text, suppression_text, provenance_text    what is wrong, what examples and gates say
    import_text, look_text, mapping_text, needs_text, office_text, progress_text    files, imports, an office's months
    command_line, help, fold        pages of help, lines that fit a terminal with Chinese in it
    words, words_*                  every sentence in two languages; ``words`` joins the areas
    workbook, pages, notice, scheme, unit_sheets    what is handed over, a room each
"""
