"""What a run on durable-rules remarks: a stream whose facts its worker did not survive."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

WORDINGS: dict[str, Wording] = {
    "run.stream-lost": Wording(
        zh="durable-rules 判断{kind_zh} `{stream}` 的事件时失败两次（{how}），该{kind_zh}的事件未参与计分",
        en="durable-rules failed twice on the events of {kind_en} `{stream}` ({how}); nothing of that {kind_en} was scored",
        hint_zh="用 `--engine reference` 或 `--engine batch` 重算；两者不使用 durable-rules",
        hint_en="run again with `--engine reference` or `--engine batch`, which do without durable-rules",
        meaning_zh="流式引擎把 durable-rules 放在单独的进程里。该进程崩溃、内存用尽或长时间没有回答时，换一个新进程把同一事项的事件再判断一次；仍然失败，才放弃该事项并在此指出，其余事项照常计分。退出码为 1，因为总分少了这一部分。括号内是失败的方式：进程收到的信号、抛出的错误，或 silent（没有回答）。",
        meaning_en="The stream engine keeps durable-rules in a process of its own. When that process crashes, runs out of memory or stays silent, a new one judges the same events once more; only if it fails again are they given up and named here, and everything else is scored. The exit code is 1, because the totals lack that part. In brackets stands how it failed: the signal the process got, the error it raised, or silent.",
    ),
}
