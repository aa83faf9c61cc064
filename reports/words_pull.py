"""Words of ``kaohe pull``."""

from __future__ import annotations

_PULL = (
    "KAOHE_FROM=postgresql+psycopg://reader@db.example/petitions kaohe pull --query view.sql --mapping mapping.yaml --out events\n"
    "kaohe pull --from sqlite:///cases.db --query view.sql --mapping mapping.yaml --out events --watermark changed_at --overlap 7"
)

PULL_WORDS: dict[str, tuple[str, str]] = {
    "cmd.pull": (
        "从数据库读取：只读地执行一条查询，按映射变成事件；记住读到哪里，下次从那里往前一点读起",
        "read a database: run one query, read-only, through a mapping; keeps its place and begins a little before it next time",
    ),
    "cmd.pull.examples": (_PULL, _PULL),
    "cmd.pull.from": ("数据库地址；也可放在环境变量 KAOHE_FROM 里（有口令时应当如此）", "database address; or in the variable KAOHE_FROM, where one with a password belongs"),
    "cmd.pull.query": ("查询文件：一条 SELECT", "file with the query: one SELECT"),
    "cmd.pull.mapping": ("映射文件", "mapping file"),
    "cmd.pull.out": ("事件文件夹", "folder of events"),
    "cmd.pull.watermark": ("记进度的列（日期、时间或整数），例如最后修改时间", "column to keep the place by (a day, time or whole number), such as the last change"),
    "cmd.pull.overlap": ("从上次的进度往前退几天（整数列：退多少）", "begin so many days before the last place (for numbers: so much)"),
    "cmd.pull.roster": ("名册：映射表里没有的单位名称按它对照", "roster: names of units that the mapping does not know are looked up in it"),
    "cmd.pull.strict": ("有一行不能采用就全部不写", "a single row that cannot be taken stops everything"),
    "cmd.pull.recorded-at": ("快照的截止日期（mode: snapshot 时必填）", "the day of the snapshot (mode: snapshot only, and needed there)"),
    "pull.mark": ("进度 {column}：从 {since} 读到 {mark}", "{column}: read from {since} up to {mark}"),
    "usage.no-sql": ("没有安装数据库支持：pip install 'kaohe[sql]'", "database support is not installed: pip install 'kaohe[sql]'"),
    "usage.no-query": ("没有查询文件 `{path}`", "there is no query file `{path}`"),
}
