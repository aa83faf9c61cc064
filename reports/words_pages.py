"""Words of what comes out: tables, cards, explanations."""

from __future__ import annotations

PAGE_WORDS: dict[str, tuple[str, str]] = {
    "check.clean": ("{count} 个文件，没有问题", "{count} files, no problems"),
    "check.count": ("{problems} 个问题，{warnings} 个提醒", "{problems} problems, {warnings} warnings"),
    # tables
    "table.head": ("{title}{peers}（{span}，{count} 个）", "{title}{peers} ({span}, {count})"),
    "table.rank": ("名次", "rank"),
    "table.code": ("代码", "code"),
    "table.title": ("名称", "name"),
    "table.total": ("总分", "total"),
    "table.grade": ("等次", "grade"),
    "table.remark": ("备注", "remark"),
    "no-data": ("无数据", "no data"),
    "provisional": ("暂定（申诉期内）", "provisional (appeal pending)"),
    "risk": ("含已接受的风险条款 {clause}（{points} 分）", "rests on accepted risk {clause} ({points} points)"),
    "veto.effective": ("否决生效：{clause}", "veto in effect: {clause}"),
    "veto.pending": ("否决待定：{clause}", "veto pending: {clause}"),
    "veto.revoked": ("否决已撤销：{clause}", "veto revoked: {clause}"),
    "veto.unconfirmed": ("否决未经认定：{clause}", "veto not confirmed: {clause}"),
}
