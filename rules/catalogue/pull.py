"""What can be wrong when events are read from a database."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_READ_ZH = "`kaohe pull` 只读数据库：查询放在我们的 SELECT 之内，连接设为只读，映射表中 `discard` 的列根本不向数据库索取。"
_READ_EN = (
    "`kaohe pull` only reads: the query stands inside a SELECT of ours, the connection is set to read only, and a column the "
    "mapping discards is not asked of the database at all."
)

WORDINGS: dict[str, Wording] = {
    "pull.url": Wording(
        zh="数据库地址写法不对",
        en="this is no database address",
        hint_zh="写成 postgresql+psycopg://用户@主机/库名；口令放在环境变量 KAOHE_FROM 的地址里，不要写在命令行上",
        hint_en="write it as postgresql+psycopg://user@host/database; put one with a password into the environment variable KAOHE_FROM, not on the command line",
        meaning_zh=_READ_ZH,
        meaning_en=_READ_EN,
    ),
    "pull.driver": Wording(
        zh="没有安装数据库驱动 `{said}`",
        en="the database driver `{said}` is not installed",
        hint_zh="装上它：`pip install 'kaohe[sql]'` 带有 PostgreSQL 的驱动，其他数据库按 SQLAlchemy 的说明安装",
        hint_en="install it: `pip install 'kaohe[sql]'` brings the one for PostgreSQL; for others see SQLAlchemy",
        meaning_zh="数据库由 SQLAlchemy 连接，每种数据库要有自己的驱动。",
        meaning_en="Databases are reached through SQLAlchemy, which needs a driver for each kind of them.",
    ),
    "pull.connect": Wording(
        zh="连不上数据库 {database}[[：{said}]]",
        en="cannot connect to {database}[[: {said}]]",
        hint_zh="核对地址、用户和口令，以及数据库是否在运行；没有写入任何东西，可以重来",
        hint_en="check address, user and password, and whether the database runs; nothing was written, so just try again",
        meaning_zh=_READ_ZH,
        meaning_en=_READ_EN,
    ),
    "pull.query": Wording(
        zh="数据库 {database} 不能执行这个查询[[：{said}]][[，是否指 `{near}`]]",
        en="{database} cannot run this query[[: {said}]][[; did you mean `{near}`]]",
        hint_zh="查询只能是一条 SELECT；先在数据库里试一试",
        hint_en="the query must be one SELECT; try it in the database first",
        meaning_zh=_READ_ZH + "数据库的报错可能引用某一行的内容，所以只在它不可能引用时照录。",
        meaning_en=_READ_EN + " A database's message may quote a row; it is repeated only where it cannot.",
    ),
    "pull.no-watermark": Wording(
        zh="查询里没有作为进度的列 `{column}`",
        en="the query has no column `{column}` to keep its place by",
        hint_zh="让查询选出这一列（例如最后修改时间），或去掉 --watermark",
        hint_en="select it (the time of the last change, say), or leave --watermark out",
        meaning_zh="--watermark 指定的列记下读到了哪里，下次从那里往前一点开始读。",
        meaning_en="The column named by --watermark tells how far a query was read; the next pull begins a little before it.",
    ),
    "pull.bad-watermark": Wording(
        zh="列 `{column}` 不能用来记进度：它不是日期、时间或整数",
        en="`{column}` cannot keep a place: it holds no days, times or whole numbers",
        hint_zh="在查询里把它转成日期或时间，例如 CAST({column} AS timestamp)",
        hint_en="turn it into a time in the query, for example CAST({column} AS timestamp)",
        meaning_zh="进度列的值要能比较先后，也要能往前退几天。",
        meaning_en="Values of the watermark column must have an order, and a few days before them must mean something.",
    ),
}
