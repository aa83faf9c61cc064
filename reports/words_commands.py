"""Words of the command line: what each command is for, its options, an example or two."""

from __future__ import annotations

_RUN = """\
kaohe run --policy policies/lishi --events events --roster roster.yaml --out runs/2021
kaohe run --policy policies/lishi --events events --as-of 2021-09-30 --out runs/2021-09"""

VERIFY = (
    "先核对全部输入和结果的每一个字节，再算一遍账本的根（不加则大文件只看大小和修改时间）",
    "first prove every byte of inputs and results and the ledger's root (otherwise large files by size and time of change)",
)

COMMAND_WORDS: dict[str, tuple[str, str]] = {
    "app": (
        "考核：把信访工作考核办法写成可执行的规则，每一分都能追到条款和事件。",
        "kaohe: assessment rules for offices as code; every point leads to a clause and an event.",
    ),
    "usage": ("用法", "Usage"),
    "options": ("选项", "Options"),
    "arguments": ("参数", "Arguments"),
    "examples": ("示例", "Examples"),
    "required": ("必填", "required"),
    "default": ("默认 {value}", "default {value}"),
    "try-help": ("查看帮助：{command} --help", "For help: {command} --help"),
    "opt.help": ("显示本帮助", "show this help"),
    "opt.lang": ("语言：zh 或 en（默认看 LANG，否则中文）", "language: zh or en (default: LANG, else Chinese)"),
    "opt.version": ("显示版本", "show the version"),
    # groups
    "group.policy": ("编写政策", "Writing policies"),
    "group.job": ("考核计算", "Running an assessment"),
    "group.trace": ("核对追溯", "Checking and tracing"),
    # check
    "cmd.check": (
        "检查政策、词汇表、算例、名册、日历、映射表；所有问题一次列全",
        "check policies, vocabularies, examples, rosters, calendars and mappings; all problems at once",
    ),
    "cmd.check.examples": (
        """kaohe check policies/lishi/policy.yaml
kaohe check policies/lishi --format github
kaohe check policies/lishi --events build/demo/events.parquet --roster policies/lishi/roster.yaml""",
        """kaohe check policies/lishi/policy.yaml
kaohe check policies/lishi --format github
kaohe check policies/lishi --events build/demo/events.parquet --roster policies/lishi/roster.yaml""",
    ),
    "cmd.check.files": ("文件或政策文件夹", "files or policy folders"),
    "cmd.check.format": ("输出格式：text、json 或 github", "output format: text, json or github"),
    # schema
    "cmd.schema": ("输出文档的 JSON Schema，供编辑器补全和检查", "print a document's JSON Schema for editors"),
    "cmd.schema.examples": ("kaohe schema policy > policy.schema.json", "kaohe schema policy > policy.schema.json"),
    "cmd.schema.kind": (
        "policy、vocabulary、cases、roster、calendar、mapping、office 或 aliases",
        "policy, vocabulary, cases, roster, calendar, mapping, office or aliases",
    ),
    # test
    "cmd.test": (
        "运行政策旁边的算例，逐条对比应得与实得；列出没有算例的条款",
        "run the worked examples beside a policy; list clauses without an example",
    ),
    "cmd.test.examples": ("kaohe test policies/lishi", "kaohe test policies/lishi"),
    "cmd.test.policies": ("政策文件或文件夹", "policy files or folders"),
    "cmd.test.engine": ("计算引擎：batch（按列，默认）、reference（逐条，含义的定义）、stream 或 spark（在集群上）", "engine: batch (columns), reference (the meaning, row by row) or stream"),
    # import
    "cmd.import": (
        "按映射把外部导出文件变成事件；不能采用的行进入隔离文件，一行不丢",
        "turn exported rows into events; rows that cannot be taken go to quarantine, none is lost",
    ),
    "cmd.import.examples": (
        "kaohe import --mapping mapping.yaml 导出.csv --out events",
        "kaohe import --mapping mapping.yaml export.csv --out events",
    ),
    "cmd.import.files": ("导出文件（xlsx、xls、ods、网页表格、CSV、JSONL、Parquet）", "exported files (xlsx, xls, ods, HTML tables, CSV, JSONL, Parquet)"),
    "cmd.import.mapping": (
        "映射表；考核办文件夹里只有一份合用时不必写，填报表不用映射表",
        "mapping file; not needed in an office where just one fits, nor for workbooks of kaohe's own",
    ),
    "cmd.import.out": ("事件文件夹，每次导入在其中加一批；考核办文件夹里不必写", "events folder, each import adds a batch to it; not needed in an office"),
    "cmd.import.recorded-at": ("快照的截止日（mode: snapshot 的映射表）", "the day a snapshot was cut (mappings with mode: snapshot)"),
    "cmd.import.strict": ("有一行不能采用就全部不采用", "refuse the whole import if any row cannot be taken"),
    # run
    "cmd.run": (
        "计算考核：读取政策和事件，写出回执、台账、计数和考核表，并按同类组排名列出",
        "the assessment: policy and events in; receipt, ledger, tallies and cards out, ranked by peer group",
    ),
    "cmd.run.examples": (_RUN, _RUN),
    "cmd.run.policy": ("政策文件，或政策文件夹；考核办文件夹里取自 office.yaml，以下同", "policy file or folder; in an office taken from office.yaml, as is what follows"),
    "cmd.run.events": ("事件文件，或导入写出的文件夹；可重复", "event file, or the folder an import wrote to; may be repeated"),
    "cmd.run.roster": ("名册；没有时以事件中出现的单位和领导代替，并提示", "roster; without one, the subjects seen in the events are used, with a notice"),
    "cmd.run.calendar": ("日历文件；默认用政策指定的日历", "calendar file; by default the one the policy names"),
    "cmd.run.as-of": ("截至日期（含当日）；默认为考核期末日", "as-of date (inclusive); by default the period's last day"),
    "cmd.run.known-at": ("只采用这一时刻之前已记录的事件", "use only what was recorded by then"),
    "cmd.run.engine": ("计算引擎：batch（按列，默认）、reference（逐条，含义的定义）、stream 或 spark（在集群上）", "engine: batch (columns), reference (the meaning, row by row), stream, or spark (on a cluster)"),
    "cmd.run.cross-check": ("再用另一个引擎算一遍并逐条比较，写入回执", "replay on a second engine and compare row by row; the receipt says so"),
    "cmd.run.against": ("核对用的引擎（默认：reference；它自己由 batch 核对）", "the engine that checks (default: reference; batch for the reference itself)"),
    "cmd.run.processes": ("用几个进程计算（大于 1 时事件先写到磁盘；写到磁盘时默认每个可用的处理器一个，但每 GB 内存至多一个）", "how many processes work (with more than one, events go to disk first; on disk by default one for each processor it may use, at most one for each GB of memory)"),
    "cmd.run.on-disk": ("事件先分份写到磁盘再算，或全部放在内存；默认超过五百万条时用磁盘，结果相同", "lay events out on disk in parts first, or hold all in memory; by default disk beyond five million, with the same results"),
    "cmd.run.out": ("结果文件夹", "folder for the results"),
    "cmd.run.keep-events": (
        "把用到的事件按案件排好，存一份在结果里：再大的结果也很快查得到依据，原文件移走了也查得到",
        "keep the events in the results, sorted by case: however large the run, questions are answered at once, without the inputs",
    ),
    "cmd.run.format": ("输出格式：text、json 或 csv", "output format: text, json or csv"),
    # card
    "cmd.card": ("一个单位或领导的考核表：各部分、各分录、限额、等次", "one subject's scorecard: sections, entries, limits, grade"),
    "cmd.card.examples": ("kaohe card town03 --run runs/2021", "kaohe card town03 --run runs/2021"),
    "cmd.card.subject": ("单位或领导代码", "unit or leader code"),
    "cmd.card.run": ("结果文件夹", "folder of a run"),
    "cmd.card.all": ("列出全部分录", "list every entry"),
    "cmd.card.verify": VERIFY,
    "cmd.card.format": ("输出格式：text 或 json", "output format: text or json"),
    # why
    "cmd.why": (
        "为什么：从总分到分录，从分录到条款原文、条件、事件、到期日的每一天",
        "why: from a score to its entries, from an entry to clause, quotation, condition, events and due-date line",
    ),
    "cmd.why.examples": (
        "kaohe why town03 --run runs/2021\nkaohe why 'control-new.second-report/unit:town03/A17-r2' --run runs/2021\nkaohe why A17 --run runs/2021\nkaohe why --verify --run runs/2021",
        "kaohe why town03 --run runs/2021\nkaohe why 'control-new.second-report/unit:town03/A17-r2' --run runs/2021\nkaohe why A17 --run runs/2021\nkaohe why --verify --run runs/2021",
    ),
    "cmd.why.what": ("分录编号、单位或领导代码、条款、案件编号、事件编号（被作废、被更正的也可以）", "entry id, unit or leader code, clause, case id, or event id (one that was voided or corrected, too)"),
    "cmd.why.run": ("结果文件夹", "folder of a run"),
    "cmd.why.verify": (f"{VERIFY[0]}；不问什么时只核对", f"{VERIFY[1]}; with nothing asked, only that"),
    "cmd.why-not": (
        "为什么没有：某条款为何没有对某案件（或单位、领导）起作用，差在哪个条件，到哪天为止还可能成立",
        "why not: the conjunct that failed for a case, what it saw, and until when it could still come true",
    ),
    "cmd.why-not.examples": (
        "kaohe why-not control-new.second-report --case A17 --run runs/2021",
        "kaohe why-not control-new.second-report --case A17 --run runs/2021",
    ),
    "cmd.why-not.clause": ("条款编号", "clause id"),
    "cmd.why-not.case": ("案件编号；按区间计数的条款用单位或领导代码", "case id; for clauses that judge counts, a unit or leader code"),
    "cmd.why-not.run": ("结果文件夹", "folder of a run"),
    "cmd.why-not.verify": VERIFY,
    # demo
    "cmd.demo": (
        "演示：生成一年的示例事件，计算考核，列出排名并追溯一分",
        "demonstration: make a year of sample events, run the assessment, trace one point",
    ),
    "cmd.demo.examples": ("kaohe demo\nkaohe demo --policy tongling --out build/tongling", "kaohe demo\nkaohe demo --policy tongling --out build/tongling"),
    "cmd.demo.policy": ("演示用的政策：lishi、tongling、danfeng、erdao 或 district", "policy to demonstrate: lishi, tongling, danfeng, erdao or district"),
    "cmd.demo.cases": ("案件数（默认看办法：离石 3000，其他 500—600）", "number of cases (by default 3000 for lishi, 500 to 600 for the others)"),
    "cmd.demo.seed": ("随机种子", "random seed"),
    "cmd.demo.out": ("结果文件夹", "folder for the results"),
    "cmd.demo.engine": ("计算引擎：batch（按列，默认）、reference（逐条，含义的定义）、stream 或 spark（在集群上）", "engine: batch (columns), reference (the meaning, row by row) or stream"),
    # usage problems
    "usage.missing": ("缺少 {what}", "missing {what}"),
    "usage.no-option": ("没有选项 `{what}`", "no option `{what}`"),
    "usage.no-command": ("没有命令 `{what}`", "no command `{what}`"),
    "usage.extra": ("多余的参数 `{what}`", "unexpected argument `{what}`"),
    "usage.bad-value": ("`{what}` 的值不对", "bad value for `{what}`"),
    "usage.at-least": ("：应是不小于 {least} 的整数", ": a whole number from {least} on is wanted"),
    "usage.did-you-mean": ("是不是 {names}？", "did you mean {names}?"),
    "usage.other": ("用法不对：{what}", "wrong usage: {what}"),
    "usage.not-one-of": ("`{found}` 不在可选之列：{names}", "`{found}` is none of: {names}"),
    "usage.no-file": ("没有这个文件：`{path}`", "no such file: `{path}`"),
    "usage.exists": ("`{path}` 已存在，没有覆盖；结果只增加、不改写，请换一个文件夹", "`{path}` exists and was left alone; results are added, never replaced: name another folder"),
    "usage.no-run": ("`{path}` 不是 kaohe run 写出的结果文件夹，或其中的文件已损坏", "`{path}` is not a folder written by kaohe run, or its files are damaged"),
    "usage.only-snapshot": (
        "--recorded-at 只用于全部现状的导入（映射表写明 `mode: snapshot`）；逐行记录的登记时间写在映射表的 `recorded_at` 里",
        "--recorded-at is for whole snapshots (a mapping with `mode: snapshot`); of records the mapping's `recorded_at` says when each became known",
    ),
    "usage.run-damaged": (
        "`{path}` 里的结果不全：{names} 不在了或已损坏；不要采信，用回执 receipt.json 所列的输入重新计算",
        "the run in `{path}` is not whole: {names} gone or damaged; do not trust it, run again from the inputs that its receipt.json lists",
    ),
    "usage.policy-other": (
        "`{path}` 已不是这次计算所用的办法，没有考核表 {names}：换回当时的文件再看，或重新计算",
        "`{path}` is no longer the policy of this run, it has no scorecard {names}: put back what was there, or run again",
    ),
    "usage.events-gone": ("事件文件已不在原处，案件和事件都查不到：{paths}", "the files of events are gone, so cases and events cannot be looked up: {paths}"),
    "usage.policy-gone": ("这次计算所用的政策 `{path}`（连同它的日历）已不能载入", "the policy `{path}` this run was made with, or its calendar, no longer loads"),
    "usage.many-on-disk": ("几个进程一起算，事件要放在磁盘上；--in-memory 不能与 --processes 2 以上同用", "several processes work on events laid out on disk: --in-memory goes with one"),
    "usage.only-batch": ("`{engine}` 引擎只在一个进程的内存里计算：--processes 和 --on-disk 只用于 batch", "engine `{engine}` works in the memory of one process: --processes and --on-disk are for batch only"),
    "usage.against-itself": ("`{engine}` 引擎不能核对自己：--against 写另一个引擎", "engine `{engine}` cannot check itself: name another one with --against"),
    "usage.open-elsewhere": (
        "`{path}` 是 Excel 或 WPS 打开文件时留的临时文件：先保存并关闭那个文件，再来一次",
        "`{path}` is what a spreadsheet program keeps beside a file it has open: save and close that file, then try again",
    ),
    "usage.nothing-to-check": (
        "`{path}` 里没有 .yaml 文件；政策各在自己的文件夹里，写到那一层，如 {path}/lishi",
        "no .yaml file in `{path}`; a policy has a folder of its own, so name that one, as {path}/lishi",
    ),
    "usage.folder": ("`{path}` 是文件夹，这里要的是文件；要其中全部，写 {path}/*.xlsx", "`{path}` is a folder, and files are wanted; for all of it write {path}/*.xlsx"),
    "usage.bad-date": ("`{found}` 不是日期，应写作 2021-12-31", "`{found}` is not a date; write it as 2021-12-31"),
    # what stops a command from outside
    "fault.interrupted": ("已中断；没有写下不完整的结果", "interrupted; nothing unfinished was written"),
    "fault.disk-full": ("磁盘已满，或超出允许的文件大小（{path}）；没有写下不完整的结果", "the disk is full, or a file may not grow so large ({path}); nothing unfinished was written"),
    "fault.disk-full-somewhere": ("磁盘已满，或超出允许的文件大小；没有写下不完整的结果", "the disk is full, or a file may not grow so large; nothing unfinished was written"),
    "fault.no-right": ("没有读写的权限：`{path}`", "no right to read or write `{path}`"),
    "fault.folder": ("`{path}` 是文件夹，这里要的是文件", "`{path}` is a folder; a file is wanted here"),
    "fault.no-folder": ("`{path}` 的上级不是文件夹", "what `{path}` lies in is not a folder"),
    "fault.long-name": ("名称太长：`{path}`", "the name is too long: `{path}`"),
    "fault.memory": ("内存不够；没有写下不完整的结果", "out of memory; nothing unfinished was written"),
    "fault.too-large": ("`{entry}` 的分值达到 10^12，台账记不下；没有写下结果", "the points of `{entry}` reach 10^12, more than a ledger holds; nothing was written"),
    "fault.bad-path": ("参数里有不是 UTF-8 的字节；请给文件换一个名称", "an argument holds bytes that are not UTF-8: rename the file"),
    "fault.system": ("系统不允许：{what}（{path}）", "the system refused: {what} ({path})"),
    "usage.as-of": ("截至日期 `{found}` 应在 {first} 至 {last} 之间", "the as-of day `{found}` should lie between {first} and {last}"),
}
