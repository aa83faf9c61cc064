"""Words of an office month after month: the folder, what is there, who is silent, workbooks, roster."""

from __future__ import annotations

OFFICE_WORDS: dict[str, tuple[str, str]] = {
    "fault.busy": (
        "另一个导入正在写 `{path}`；等了几秒仍未结束，本次什么也没有写，请稍后再试",
        "another import is writing to `{path}`; it did not end within seconds and nothing was written: try again later",
    ),
    "group.office": ("考核办日常", "An office, month after month"),
    # init
    "cmd.init": ("建立考核办的文件夹；已有的文件不动", "make an office's folder; what is there is left alone"),
    "cmd.init.examples": ("kaohe init 考核办 --policy lishi", "kaohe init office --policy lishi"),
    "cmd.init.folder": ("文件夹", "folder"),
    "cmd.init.policy": ("办法的代号或路径", "name or path of the policy"),
    "init.made": ("已建立 `{path}`：{names}", "made in `{path}`: {names}"),
    "init.nothing": ("`{path}` 里该有的都有了，什么也没有改", "`{path}` has everything already; nothing was changed"),
    "init.no-policy": ("还没有办法 `{name}`：放在 {path}/policy.yaml", "there is no policy `{name}` yet: put it at {path}/policy.yaml"),
    "init.next": ("下一步：cd {path}，再运行 kaohe status", "next: cd {path}, then kaohe status"),
    # status
    "cmd.status": (
        "考核办的现状：有哪些批次和事件、谁没有报送、隔离了什么、日志是否完好、下一步做什么",
        "how the office stands: batches and events, who is silent, what was refused, whether the log holds, what is next",
    ),
    "cmd.status.examples": ("kaohe status\nkaohe status 考核办 --as-of 2021-06-30", "kaohe status\nkaohe status office --as-of 2021-06-30"),
    "cmd.status.folder": ("考核办的文件夹（默认当前文件夹）", "the office's folder (default: this one)"),
    "cmd.status.as-of": ("报送情况看到哪一天；默认到最近一个事件所在月的月末", "how far reports are looked at; default: the end of the latest event's month"),
    "status.office": ("考核办：{name}", "office: {name}"),
    "status.policy": ("办法：{title}（版本 {version}，{period}）", "policy: {title} (version {version}, {period})"),
    "status.roster": ("名册：{units} 个单位，{leaders} 位领导", "roster: {units} units, {leaders} leaders"),
    "status.no-roster": ("名册：还没有填", "roster: not filled in yet"),
    "status.mappings": ("映射表：{names}", "mappings: {names}"),
    "status.runs": ("结果：{names}", "runs: {names}"),
    "status.none": ("还没有", "none yet"),
    "status.log": ("导入：{batches} 批；日志 {lines} 行，首尾相接，没有改动", "batches imported: {batches}; lines of the log: {lines}, and they hold together"),
    "status.log-broken": ("导入：{batches} 批；日志 {lines} 行，有 {breaks} 处不符", "batches imported: {batches}; lines of the log: {lines}, broken in {breaks} {breaks:place|places}"),
    "status.events": ("事件：{events} 个，最近一个在 {last}（不含更正和作废）", "events: {events}, the latest on {last} (corrections not counted)"),
    "status.nobody-silent": ("报送：截至 {day} 没有缺报", "reports: nobody is silent up to {day}"),
    "status.refused": ("隔离：共 {rows} 行没有采用", "quarantine, rows that were set aside: {rows}"),
    "status.refused-row": ("{batch}：{why}（{rows} 行）", "{batch}: {why} (rows: {rows})"),
    "status.refused-more": ("另有 {count} 种原因，见各批的 quarantine.csv", "{count} more reasons, see the batches' quarantine.csv"),
    "status.next": ("下一步：", "next:"),
    "next.policy": (
        "在 office.yaml 里写明 `policy: 代号`；随附的办法有 lishi、district、tongling 等",
        "name the policy in office.yaml: `policy: name`; lishi, district, tongling and others are shipped",
    ),
    "next.check": ("改正上面的问题，再检查：\n  kaohe check {path}", "mend what is shown above and check again:\n  kaohe check {path}"),
    "next.log": (
        "日志与批次不符：从备份恢复 `{path}`，或查明是谁改动了它",
        "the log and the batches do not agree: restore `{path}` from a backup, or find out who changed it",
    ),
    "next.unlogged": (
        "有一批事件没有记入日志，多半是导入在最后一步被打断：把那条导入命令再敲一遍，就补上了",
        "a batch of events has no line in the log; its import was probably cut off at the last step: type that import again",
    ),
    "next.roster": (
        "填写名册：写 roster.yaml，或用 Excel 填写模板：\n  kaohe roster template --out roster.xlsx",
        "fill in the roster: roster.yaml, or a template in Excel:\n  kaohe roster template --out roster.xlsx",
    ),
    "next.mapping": (
        (
            "看一看台账，为它起草一份映射表：\n  kaohe look 台账.xlsx\n  kaohe map suggest 台账.xlsx --out mappings/台账.yaml\n"
            "看办法要哪些数据，或下发填报表：\n  kaohe needs\n  kaohe needs --workbooks 填报表"
        ),
        (
            "look at an export and have a mapping drafted:\n  kaohe look ledger.xlsx\n  kaohe map suggest ledger.xlsx --out mappings/ledger.yaml\n"
            "see what the policy needs, or hand out workbooks:\n  kaohe needs\n  kaohe needs --workbooks workbooks"
        ),
    ),
    "next.import": ("导入：\n  kaohe import 导出.csv", "import:\n  kaohe import export.csv"),
    "next.import-snapshot": (
        "导入；现状导出要写明导出日：\n  kaohe import 导出.csv --recorded-at 2021-03-31",
        "import; of a snapshot say the day of the export:\n  kaohe import export.csv --recorded-at 2021-03-31",
    ),
    "next.names": (
        "{rows} 行的单位名称对不上名册：再导入一次，看相近的名称，认可后又导入：\n  kaohe import 导出.csv\n  kaohe roster accept 写法=代码",
        (
            "{rows} {rows:row names|rows name} units that are on no roster: import again to see the nearest names, accept them, import once more:\n"
            "  kaohe import export.csv\n  kaohe roster accept NAME=unit"
        ),
    ),
    "next.quarantine": (
        "{rows} 行在隔离中（原因见上）：改正导出文件或映射表，再导入同一文件：\n  kaohe import 导出.csv",
        "{rows} {rows:row is|rows are} in quarantine (see above why): mend the export or the mapping and import it again:\n  kaohe import export.csv",
    ),
    "next.silent": (
        "共 {count} 个月份没有报送：催报，或下发填报表（没有可报的，勾零报告）：\n  kaohe needs --workbooks 填报表",
        "{count} {count:month is|months are} silent: remind them, or hand out workbooks (with a tick for a zero report):\n  kaohe needs --workbooks workbooks",
    ),
    "next.run": ("计算：\n  kaohe run --as-of {day}", "run:\n  kaohe run --as-of {day}"),
    # coverage
    "coverage.silent": (
        "报送情况 {first} 至 {last}（{reported} 有报送  {zero_reported} 零报告  {silent} 没有报送；只列有缺报的）",
        "reports {first} to {last} ({reported} reported  {zero_reported} zero report  {silent} silent; only who was silent)",
    ),
    "coverage.own": (
        "■ 报送情况 {first} 至 {last}（{reported} 有报送  {zero_reported} 零报告  {silent} 没有报送）",
        "■ Reports {first} to {last} ({reported} reported  {zero_reported} zero report  {silent} silent)",
    ),
    "coverage.more": ("另有 {count} 行有缺报（全部在结果的 coverage.parquet 里）", "{count} more rows with silent months (a run's coverage.parquet has all)"),
    # names
    "run.quarantined": (
        "导入时有 {rows} 行隔离，以上名次和分数没有算进去；原因见各批的 quarantine.csv",
        "rows set aside on import, of which the ranks and points above know nothing: {rows}; the batches' quarantine.csv says why",
    ),
    "names.strange": ("有 {count} 个单位写法对不上名册：", "{count} {count:name|names} of units are on no roster:"),
    "names.near": ("{name}　相近：{near}", "{name}   nearest: {near}"),
    "names.none-near": ("{name}　没有相近的", "{name}   nothing near"),
    "names.no-roster": (
        "映射要在名册里查单位名称（table: roster），却没有给名册：加上 --roster 名册.yaml",
        "the mapping looks names of units up on the roster (table: roster), and none was given: add --roster ROSTER",
    ),
    "names.accept": ("认可一次即可：kaohe roster accept {pair}，再导入同一文件", "accept each once: kaohe roster accept {pair}, then import the file again"),
    "names.hidden": ("另有 {count} 种内容不像单位名称，不在此列出", "{count} other texts do not look like a unit's name and are not shown"),
    # an office's defaults
    "usage.only-office": (
        "这里不是考核办的文件夹（没有 office.yaml）：到那里去做，或先运行 kaohe init",
        "this is no office's folder (no office.yaml): go there, or run kaohe init first",
    ),
    "usage.no-office": (
        "这里不是考核办的文件夹（没有 office.yaml），请写明 {what}，或先运行 kaohe init",
        "this is no office's folder (no office.yaml): say {what}, or run kaohe init first",
    ),
    "usage.office-lacks": ("office.yaml 没有写明 {what}；也可以在命令里写明", "office.yaml does not name {what}; or say it in the command"),
    "usage.office-wrong": ("office.yaml 有问题：\n{problems}", "office.yaml has problems:\n{problems}"),
    "usage.policy-not-found": (
        "找不到办法 `{found}`：写随附办法的代号（如 lishi），或政策文件夹的路径",
        "no policy `{found}`: give the name of a shipped one (such as lishi), or the path of a policy's folder",
    ),
    "usage.no-events": ("`{path}` 里还没有事件，先运行 kaohe import", "`{path}` holds no events yet: run kaohe import first"),
    "usage.no-mapping-fits": ("没有一份映射表合 `{file}`，各差在哪里：", "no mapping fits `{file}`; what keeps each from it:"),
    "usage.no-mapping": (
        "没有写 --mapping，这里也还没有映射表；先看文件：kaohe look {file}",
        "there is no --mapping and no mapping here yet; look at the file first: kaohe look {file}",
    ),
    "usage.several-mappings": ("合 `{file}` 的映射表不止一份：{names}；请用 --mapping 写明", "several mappings fit `{file}`: {names}; choose with --mapping"),
    # roster
    "cmd.roster": ("名册：模板，认可单位写法", "the roster: a template, names to accept"),
    "group.roster-parts": ("名册", "The roster"),
    "cmd.roster-template": ("写出名册模板（Excel）", "write a template of the roster (Excel)"),
    "cmd.roster-template.examples": ("kaohe roster template --out roster.xlsx", "kaohe roster template --out roster.xlsx"),
    "cmd.roster-template.out": ("写到哪里（xlsx）", "where to write it (xlsx)"),
    "cmd.roster-template.policy": ("办法：带上它的职务和属性（考核办文件夹里不必写）", "policy whose posts and attributes it should have (not needed in an office)"),
    "cmd.roster-accept": (
        "认可导出文件里的单位写法，写进 aliases.yaml；以后的导入都认",
        "accept names that exports use, into aliases.yaml; later imports know them",
    ),
    "cmd.roster-accept.examples": (
        "kaohe roster accept 城北街道办=chengbei\nkaohe roster accept 城北街道办=chengbei --from 2021-07-01",
        "kaohe roster accept 'North St.=north'\nkaohe roster accept 'North St.=north' --from 2021-07-01",
    ),
    "cmd.roster-accept.names": ("写法=单位代码", "NAME=unit"),
    "cmd.roster-accept.from": ("从哪天起这样叫", "first day of that name"),
    "cmd.roster-accept.to": ("到哪天为止", "last day of that name"),
    "roster.template": ("已写出 `{path}`；填好后在 office.yaml 写 `roster: {name}`", "wrote `{path}`; filled in, name it in office.yaml: `roster: {name}`"),
    "roster.accepted": ("已认可 {count} 个写法，写进 `{path}`；请再导入一次", "accepted {count} {count:name|names} into `{path}`; import again"),
    "usage.no-pair": ("`{found}` 应写作 写法=单位代码", "`{found}` should read NAME=unit"),
    "usage.no-unit": ("名册里没有单位 `{found}`；相近：{near}", "no unit `{found}` on the roster; nearest: {near}"),
    "usage.no-vocabulary": ("找不到填报表所用的词汇表 `{name}`", "the vocabulary `{name}` of the workbook is nowhere to be found"),
    "cmd.import.roster": ("名册：映射表里没有的单位名称按它对照", "roster: names of units that the mapping does not know are looked up in it"),
    # needs
    "cmd.needs": (
        "办法需要哪些事件和字段、由谁提供；或写出各单位的填报表（Excel）",
        "which events and fields a policy needs, and who supplies them; or workbooks for units to fill in (Excel)",
    ),
    "cmd.needs.examples": (
        "kaohe needs lishi\nkaohe needs lishi --workbooks 填报表 --roster roster.yaml",
        "kaohe needs lishi\nkaohe needs lishi --workbooks workbooks --roster roster.yaml",
    ),
    "cmd.needs.policy": ("办法的代号或路径（考核办文件夹里不必写）", "name or path of the policy (not needed in an office)"),
    "cmd.needs.workbooks": ("把填报表写进这个文件夹：每个单位一份", "write workbooks into this folder, one for each unit"),
    "cmd.needs.roster": ("名册（考核办文件夹里不必写）", "the roster (not needed in an office)"),
    "cmd.needs.also": (
        "填报表里另加这种事件的一页，如 hearing_step；可重复",
        "a sheet of this kind of events besides, such as hearing_step; may be repeated",
    ),
    "needs.head": ("{title}：要 {kinds} 种事件，由 {suppliers} 家提供（* 必填）", "{title}: {kinds} {kinds:kind|kinds} of events from {suppliers} suppliers (* must be there)"),
    "needs.nobody": ("词汇表没有写明由谁提供", "the vocabulary does not say who supplies these"),
    "needs.supplier": ("■ {name}（{count} 种）", "■ {name} ({count} {count:kind|kinds})"),
    "needs.kind": ("{title} {name}{notes}", "{title} {name}{notes}"),
    "needs.self-reported": ("　自报：没有也要报零", "   self-reported: nothing to report is reported too"),
    "needs.fields": ("字段：", "fields: "),
    "needs.clauses": ("条款：", "clauses: "),
    "needs.always": (
        "■ 条款不必点名、有了就要报的（{count} 种）：免扣、裁定、离岗等，没有就不用报",
        "■ What counts though no clause names it ({count} {count:kind|kinds}): exemptions, rulings, absences and the like, where there are any",
    ),
    "needs.supplied": ("由谁提供：", "supplied by: "),
    "needs.roster-unit": ("名册里的单位要有：{names}", "of units the roster should say: {names}"),
    "needs.roster-leader": ("名册里的领导要有：{names}", "of leaders the roster should say: {names}"),
    "needs.workbooks": (
        "已写出 {count} 份填报表到 `{path}`；填好后直接导入：kaohe import {path}/*.xlsx，不用映射表",
        "wrote {count} workbooks to `{path}`; filled in, they import without a mapping: kaohe import {path}/*.xlsx",
    ),
}
