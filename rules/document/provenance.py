"""The table of rows: what became of each row of a source, clause or reason (``policies/sources.yaml``)."""

from __future__ import annotations

from kaohe.rules.document.scalar import ClauseId, Code, Name, Text, Whole
from kaohe.rules.document.shape import Shape, key


class RowShape(Shape, title="row of a source"):
    """What became of one row: names of the policy that hold it, or a reason why none does."""

    clauses: list[ClauseId] = key("条款", "落实这一行的条款。", "Clauses that hold this row.", [])
    gates: list[Name] = key("关口", "落实这一行的关口。", "Gates that hold this row.", [])
    parameters: list[Name] = key("参数", "落实这一行的参数。", "Parameters that hold this row.", [])
    not_scored: Text | None = key("不计分", "为什么不计分。", "Why it is not scored.", None)
    never: Text | None = key(
        "不得实施", "针对群众的做法：为什么不做，代之以什么。", "Aimed at people who petition: what is done instead.", None
    )
    quote: Text | None = key("引文", "逐字摘录，宜短。", "A short verbatim quotation.", None)


class RowsDocument(Shape, title="table of rows"):
    """Policy -> row -> what became of it."""

    kaohe: Whole = key("语言版本", "写 `1`。", "Version of the language: `1`.")
    inventory: dict[Code, Whole] = key(
        "清点", "各文的行号前缀到行数。", "Prefix of row ids to the number of rows that were found."
    )
    rows: dict[Name, dict[Code, RowShape]] = key("各行", "办法到各行。", "Policies, and the rows of their sources.")
