"""The office: which policy, roster and mappings a folder of assessment work goes by."""

from __future__ import annotations

from kaohe.rules.document.scalar import Code, Day, Name, Text, Whole
from kaohe.rules.document.shape import Shape, key


class OfficeDocument(Shape, title="office"):
    """``office.yaml`` at the top of an office's folder. Paths are as seen from that folder.

    What a command is not told, it takes from here.
    """

    kaohe: Whole = key("语言版本", "写 `1`。", "Version of the language: `1`.")
    office: Name = key("代号", "本单位的代号。", "The office's name.")
    title: Text | None = key("名称", "给人看的名称。", "Its name for people.", None)
    policy: Text | None = key(
        "办法",
        "随附办法的代号（如 `lishi`），或本文件夹里的办法文件、文件夹。",
        "Name of a shipped policy (such as `lishi`), or a policy file or folder in here.",
        None,
    )
    roster: Text | None = key(
        "名册", "名册文件，YAML 或 xlsx。", "The roster, YAML or xlsx.", None
    )
    calendar: Text | None = key(
        "日历", "日历文件；不写则用办法指定的日历。", "A calendar file; the one the policy names when left out.", None
    )
    mappings: Text = key("映射表", "放映射表的文件夹。", "Folder of the mappings.", "mappings")
    events: Text = key("事件", "导入写出的文件夹。", "Folder that imports write to.", "events")
    runs: Text = key("结果", "每次计算的结果放在这里。", "Folder of the results.", "runs")


class AliasRow(Shape, title="accepted name"):
    """A name of a unit that an export used and the office accepted."""

    name: Text = key("写法", "导出文件里的写法。", "As exports write it.")
    unit: Code = key("单位", "单位代码。", "Code of the unit.")
    from_: Day | None = key("起", "首日，含当日；不写则一直如此。", "First day, included; always so when left out.", None)
    to: Day | None = key("止", "末日，含当日；不写则至今如此。", "Last day, included; still so when left out.", None)


class AliasDocument(Shape, title="accepted names"):
    """``aliases.yaml`` beside ``office.yaml``; written by ``kaohe roster accept``, may be edited by hand."""

    kaohe: Whole = key("语言版本", "写 `1`。", "Version of the language: `1`.")
    aliases: Name = key("代号", "本单位的代号。", "The office's name.")
    names: list[AliasRow] = key("名称", "每行一个写法。", "One name in each row.", [])
