"""What is said of engines that need more than kaohe brings: durable-rules, Spark."""

from __future__ import annotations

STREAM_WORDS: dict[str, tuple[str, str]] = {
    "usage.engine-missing": (
        "{engine} 引擎所需的包没有安装。安装：pip install 'kaohe[{engine}]'（stream 的包只有源码，需要 C 编译器；spark 另需 Java 17）；reference 与 batch 引擎不需要",
        "the {engine} engine needs a package that is not installed. Install it with: pip install 'kaohe[{engine}]' (stream comes as source and needs a C compiler; spark needs Java 17 beside it); the engines reference and batch do without",
    ),
    "usage.no-java": ("spark 引擎需要 Java 17，这台机器上没有找到 java", "the spark engine needs Java 17; no java was found on this machine"),
    "usage.no-session": (
        "Spark 没有起来（`{master}`）：查看上面 Spark 自己的话，核对主节点地址和 Java 版本（17）",
        "Spark did not start (`{master}`): see what Spark itself says above; check the master's address and the version of Java (17)",
    ),
    "usage.spark-alone": (
        "spark 引擎不与 {option} 同用：要核对或保留事件，请用 batch 引擎",
        "the spark engine goes without {option}: to check or to keep events, use the batch engine",
    ),
    "usage.spark-files": (
        "spark 引擎只读 kaohe 写的 Parquet 文件，`{path}` 不是；先用 kaohe import 导入",
        "the spark engine reads Parquet files that kaohe wrote, which `{path}` is not; import it first with kaohe import",
    ),
    "usage.only-spark": ("--master 只用于 spark 引擎", "--master is for the spark engine only"),
    "cmd.run.master": ("Spark 主节点，如 local[2]；由 spark-submit 启动时不写", "Spark master, such as local[2]; left out under spark-submit"),
}
