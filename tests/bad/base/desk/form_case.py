"""A workbook of the shipped 离石 policy as a unit sends it back, one thing of it changed."""

from dataclasses import replace
from pathlib import Path

from kaohe.engine.office.filled import Ledger, import_ledger
from kaohe.engine.office.roster_book import read_roster
from kaohe.engine.office.sheets import read_book
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy
from kaohe.rules.place import Place
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.workbooks import write_workbooks


def found(desk, edit):
    """What is said when ``edit`` has changed the sheets (name -> rows) of the joint conference's workbook."""
    policy = load_policy(SHIPPED / "lishi").policy
    document, _, _ = read_roster(SHIPPED / "lishi" / "roster.yaml")
    folder = desk.root / "forms"
    write_workbooks(policy, roster_from_document(document, policy.vocabulary)[0], folder, "zh")
    path = folder / "conference.xlsx"
    book = read_book(path)
    pages = {name: [list(row) for row in rows] for name, rows in book.sheets.items()}
    edit(pages)
    pages = {name: tuple(map(tuple, rows)) for name, rows in pages.items()}
    report = import_ledger(Ledger(replace(book, sheets=pages), path, policy.vocabulary), desk.root / "events")
    return [replace(one, place=Place(Path(one.place.file).name, one.place.line, 1)) for one in report.problems]
