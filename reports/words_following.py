"""Words of ``kaohe replay``, ``due`` and ``watch``."""

from __future__ import annotations

from kaohe.reports.words_commands import VERIFY

_REPLAY = "kaohe replay --case A17 --run runs/2021"
_DUE = (
    "kaohe due --policy policies/lishi --events events --as-of 2021-06-30\n"
    "kaohe due --policy policies/tongling --events events --as-of 2022-06-30 --within 15 --lines\n"
    "kaohe due --policy policies/lishi --events events --as-of 2021-06-30 --format ics > due.ics"
)
_WATCH = "kaohe watch --policy policies/lishi --events events\nkaohe watch --policy policies/lishi --events events --once"

FOLLOWING_WORDS: dict[str, tuple[str, str]] = {
    "group.follow": ("办理跟踪", "Following cases"),
    "cmd.replay": (
        "回放一个事项：逐步列出事件、事实、起作用的条款和到此为止的得分",
        "replay a case step by step: event, facts, clauses that fired, score so far",
    ),
    "cmd.replay.examples": (_REPLAY, _REPLAY),
    "cmd.replay.case": ("事项编号", "case id"),
    "cmd.replay.run": ("结果文件夹", "folder of a run"),
    "cmd.replay.verify": VERIFY,
    "cmd.due": (
        "到期清单：截至某日，哪些事项将到期或已超期，处在哪一级提醒，由谁负责",
        "what falls due: running clocks by responsible unit and reminder stage, past ones first",
    ),
    "cmd.due.examples": (_DUE, _DUE),
    "cmd.due.policy": ("政策文件，或政策文件夹", "policy file or folder"),
    "cmd.due.events": ("事件文件，或导入写出的文件夹；可重复", "event file, or the folder an import wrote to; may be repeated"),
    "cmd.due.roster": ("名册", "roster"),
    "cmd.due.calendar": ("日历文件；默认用政策指定的日历", "calendar file; by default the one the policy names"),
    "cmd.due.as-of": ("截至日期", "as-of date"),
    "cmd.due.within": ("此后多少天内到期的都列出", "list what is due within so many days"),
    "cmd.due.unit": ("只列这个单位", "only this unit"),
    "cmd.due.lines": ("写出每个到期日是怎样一天一天算出来的", "show how each due day was counted"),
    "cmd.due.format": ("输出格式：text、csv 或 ics（日历）", "output format: text, csv or ics (iCalendar)"),
    "cmd.watch": (
        "跟踪事件日志：每导入一批，就列出新起作用的条款、未通过的关口和到期提醒",
        "follow the log of events: for each batch, clauses that fired, gates that failed, what falls due",
    ),
    "cmd.watch.examples": (_WATCH, _WATCH),
    "cmd.watch.policy": ("政策文件，或政策文件夹", "policy file or folder"),
    "cmd.watch.events": ("导入写出的文件夹", "folder an import writes to"),
    "cmd.watch.roster": ("名册", "roster"),
    "cmd.watch.calendar": ("日历文件；默认用政策指定的日历", "calendar file; by default the one the policy names"),
    "cmd.watch.as-of": ("截至日期；默认为事件所及的最后一日", "as-of date; by default the last day of which the events tell"),
    "cmd.watch.within": ("到期提醒提前多少天", "how many days ahead what falls due is shown"),
    "cmd.watch.every": ("每隔多少秒看一次", "seconds between looks"),
    "cmd.watch.once": ("只看一次就结束", "look once and stop"),
    "cmd.watch.engine": ("计算引擎", "engine"),
    "usage.no-events": ("没有 `{path}`", "there is no `{path}`"),
    "joint": ("，", ", "),
    "replay.head": ("{case}：{steps} 步", "{case}: {steps} steps"),
    "replay.day": ("{day}  （当日没有事件，记有分录）", "{day}  (no event; entries are dated on this day)"),
    "replay.fact": ("{title}：{before} → {after}", "{title}: {before} → {after}"),
    "replay.gate-passed": ("关口“{gate}”：{count} 项全部通过", "gate {gate}: all {count} items passed"),
    "replay.gate-failed": ("关口“{gate}”：{count} 项中未通过 {failed}", "gate {gate}: of {count} items failed {failed}"),
    "replay.score": ("到此合计（未计限额）：{score}", "so far (before caps): {score}"),
    "due.nothing": ("截至 {as_of}，{within} 天内没有到期的事项，也没有超期未办结的", "as of {as_of} nothing falls due within {within} days, and nothing is past"),
    "due.head": (
        "截至 {as_of}：{within} 天内到期和已超期的共 {count} 项，其中已超期 {late} 项",
        "as of {as_of}: {count} clocks due within {within} days or past, {late} of them past",
    ),
    "due.unit": ("{unit}（{count} 项）", "{unit} ({count})"),
    "due.nobody": ("尚无责任单位", "nobody answers yet"),
    "due.today": ("今日到期", "today"),
    "due.in": ("还有 {days} 天", "in {days} days"),
    "due.past": ("已超 {days} 天", "{days} days over"),
    "due.stage-limit": ("期限", "limit"),
    "due.stage": ("期限前 {count} {unit}", "{count} {unit} before the limit"),
    "watch.head": ("截至 {as_of}，新增事件 {events} 个", "as of {as_of}, {events} new events"),
    "watch.fired": ("起作用的条款 {count} 条：", "{count} {count:entry|entries} written:"),
    "watch.gone": ("撤回的分录 {count} 条：", "{count} {count:entry no longer stands|entries no longer stand}:"),
    "watch.gates": ("未通过的关口 {count} 项：", "{count} gate items failed:"),
    "watch.due": ("到期提醒 {count} 项：", "{count} clocks fall due or have passed:"),
    "watch.nothing": ("没有变化", "nothing changed"),
}
