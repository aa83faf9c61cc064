"""Words of what comes out: tables, cards, explanations."""

from __future__ import annotations

PAGE_WORDS: dict[str, tuple[str, str]] = {
    "check.clean": ("{count} 个文件，没有问题", "{count} files, no problems"),
    "check.count": ("{problems} 个问题，{warnings} 个提醒", "{problems} problems, {warnings} warnings"),
}
