"""Words of an office month after month: the folder, what is there, who is silent, workbooks, roster."""

from __future__ import annotations

OFFICE_WORDS: dict[str, tuple[str, str]] = {
    "fault.busy": (
        "另一个导入正在写 `{path}`；等了几秒仍未结束，本次什么也没有写，请稍后再试",
        "another import is writing to `{path}`; it did not end within seconds and nothing was written: try again later",
    ),
}
