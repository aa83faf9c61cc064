"""What a run in several processes remarks: processes that died, and what became of their work."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

WORDINGS: dict[str, Wording] = {
    "run.worker-died": Wording(
        zh="处理第 {part} 份数据的进程中途退出（{code}），该份已由新进程重做一次，结果完整",
        en="the process working on part {part} ended before it was done ({code}); a new one did that part over, and nothing is missing",
        hint_zh="内存不足时系统会结束进程：减少 `--processes`，或先关闭其他程序",
        hint_en="systems end processes when memory runs short: use fewer `--processes`, or close other programs first",
        meaning_zh="数据分成若干份，由几个进程各自处理；排定台账次序、归入计分卡、写出文件也这样分给各进程。某个进程中途退出时，它手上的那一份由新进程从头再做一次；其余各份不受影响，总分、台账与一次做完完全相同。括号内是退出码，负数是进程收到的信号（-9 多为内存不足）。",
        meaning_en="Events are judged in parts, by several processes; putting the ledger in order, filing it on cards and writing files is shared out in the same way. When one of them ends before its time, a new process does its part over from the start; other parts are untouched, and ledger and totals are the same as if nothing had happened. In brackets stands how it ended, a negative number being the signal it got (-9 is mostly a lack of memory).",
    ),
    "run.worker-lost": Wording(
        zh="处理第 {part} 份数据的进程两次中途退出（{code}），本次计分未完成，没有写出任何结果",
        en="the process working on part {part} ended twice before it was done ({code}); the run is not complete and nothing was written",
        hint_zh="用 `--processes 1` 重算，或者换一台内存更大的机器",
        hint_en="run again with `--processes 1`, or on a machine with more memory",
        meaning_zh="同一份数据两次使进程退出，说明不是偶然。缺了一份的台账没有意义，所以什么也不写。",
        meaning_en="The same part ended two processes, which is no accident. A ledger that lacks a part means nothing, so none is written.",
    ),
}
