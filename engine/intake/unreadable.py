"""What stops the reading of a file: it is not what it should be, or has what nobody declared."""

from __future__ import annotations

from kaohe.engine.event_value import Refused


class UnreadableError(Exception):
    """The file as a whole cannot be read as it is said to be written; why, as a refusal.

    ``sheet`` is the part of the file as it may be shown, empty for the whole.
    """

    def __init__(self, refused: Refused, line: int = 1, sheet: str = "") -> None:
        super().__init__(refused.code)
        self.refused, self.line, self.sheet = refused, line, sheet


class UndeclaredError(Exception):
    """Row ``row`` has something in columns that are neither read nor discarded; ``columns`` are all of them."""

    def __init__(self, row: int, columns: list[str]) -> None:
        super().__init__("undeclared columns")
        self.row, self.columns = row, columns
