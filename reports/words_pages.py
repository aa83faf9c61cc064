"""Words of what comes out: tables, cards, explanations."""

from __future__ import annotations

PAGE_WORDS: dict[str, tuple[str, str]] = {
    "check.clean": ("{count} 个文件，没有问题", "{count} files, no problems"),
    "check.count": ("{problems} 个问题，{warnings} 个提醒", "{problems} problems, {warnings} warnings"),
    # worked examples
    "test.policy": ("{title}（{name}）：{passed}/{count} 个示例通过", "{title} ({name}): {passed} of {count} examples passed"),
    "test.failed": ("✗ {name}", "✗ {name}"),
    "test.expected": ("应得", "expected"),
    "test.actual": ("实得", "actual"),
    "test.about": ("对照项", "about"),
    "test.decided": ("决定的条件", "decided by"),
    "test.bare": ("没有示例的条款：{clauses}", "clauses without an example: {clauses}"),
    "test.unplayed": ("示例没有运行：事件或花名册有问题", "not played: its events or roster have problems"),
    "test.none": ("没有示例", "no examples"),
    # tables
    "table.head": ("{title}{peers}（{span}，{count} 个）", "{title}{peers} ({span}, {count})"),
    "table.rank": ("名次", "rank"),
    "table.code": ("代码", "code"),
    "table.title": ("名称", "name"),
    "table.total": ("总分", "total"),
    "table.grade": ("等次", "grade"),
    "table.remark": ("备注", "remark"),
    # a run
    "run.head": ("{title}（{version} 版）· 截至 {as_of} · 引擎 {engine}", "{title} (version {version}) · as of {as_of} · engine {engine}"),
    "run.more": ("……另有 {count} 条 [{code}]", "… {count} more [{code}]"),
    "run.written": ("写入 {path}：{entries} 条分录，台账根 {root}…", "written to {path}: {entries} entries, ledger root {root}…"),
    "demo.made": ("示例事件 {rows} 行（{cases} 件起，种子 {seed}）写入 {path}", "{rows} rows of sample events ({cases} cases or more, seed {seed}) written to {path}"),
    "demo.trace": ("追溯一分：{command}", "one point traced: {command}"),
    # cards
    "card.none": ("没有 `{subject}` 的考核表", "no card for `{subject}`"),
    "card.head": ("{title}（{subject}）· {card} · {span}", "{title} ({subject}) · {card} · {span}"),
    "card.no-data": ("无数据：考核期内没有关于它的事件，不评分、不定等次、不排名", "no data: no event of the period is about it; not scored, graded or ranked"),
    "card.total": ("总分 {total}（满分 {out_of}）", "total {total} (out of {out_of})"),
    "card.grade": ("等次 {grade}", "grade {grade}"),
    "card.rank": ("名次 {rank}/{of}（{group}）", "rank {rank} of {of} ({group})"),
    "card.remark": ("注意 {remark}", "note {remark}"),
    "card.left-out": ("不计", "left out"),
    "card.no-section": ("其他", "other"),
    "card.made": ("考核表本身的分录", "made by the card itself"),
    "card.more": ("……另有 {count} 条，加 --all 全部列出", "… {count} more; --all lists every one"),
    "card.places": (
        "“{grade}”名额（{group}）：{n} 个 × {share}% 取整为 {floor}，共 {places} 个；已得：{taken}；差一步：{outside}",
        "places for {grade} ({group}): floor({n} × {share}%) = {floor}, {places} in all; taken by {taken}; just outside: {outside}",
    ),
    "no-data": ("无数据", "no data"),
    "provisional": ("暂定（申诉期内）", "provisional (appeal pending)"),
    "risk": ("含已接受的风险条款 {clause}（{points} 分）", "rests on accepted risk {clause} ({points} points)"),
    "veto.effective": ("否决生效：{clause}", "veto in effect: {clause}"),
    "veto.pending": ("否决待定：{clause}", "veto pending: {clause}"),
    "veto.revoked": ("否决已撤销：{clause}", "veto revoked: {clause}"),
    "veto.unconfirmed": ("否决未经认定：{clause}", "veto not confirmed: {clause}"),
}
