"""What is said of the engine on durable-rules, where it is not installed."""

from __future__ import annotations

STREAM_WORDS: dict[str, tuple[str, str]] = {
    "usage.engine-missing": (
        "{engine} 引擎所需的 durable-rules 没有安装。安装：pip install 'kaohe[{engine}]'（该包只有源码，需要 C 编译器）；reference 与 batch 引擎不需要它",
        "the {engine} engine needs durable-rules, which is not installed. Install it with: pip install 'kaohe[{engine}]' (it comes as source and needs a C compiler); the engines reference and batch do without it",
    ),
}
