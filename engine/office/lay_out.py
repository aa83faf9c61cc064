"""A new office: folders and commented documents, beside whatever is there already."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from kaohe.engine.office.folder import OFFICE
from kaohe.engine.write import write_text

FOLDERS = ("mappings", "events", "runs", "policies")
Lang = Literal["zh", "en"]

_OFFICE_ZH = """\
# 考核办的文件夹：在这里敲命令，没写明的都取自本文件。`kaohe status` 说明现状和下一步。
kaohe: 1
office: {name}
# title: 某某区信访工作考核办公室
# 办法：随附办法的代号，或本文件夹里的办法（policies/代号/policy.yaml）。
{policy}
# 名册：单位和任职。也可以用 Excel：`kaohe roster template --out roster.xlsx`，填好后把下一行改为 roster.xlsx。
roster: roster.yaml
# 日历：不写则用办法指定的日历。
# calendar: calendar.yaml
mappings: mappings   # 映射表：每种导出文件一份 .yaml
events: events       # 导入写在这里：一批一个文件夹，另有 log.jsonl；不要手工改动
runs: runs           # 结果：每次计算一个文件夹，以截至日期为名
"""
_OFFICE_EN = """\
# An office's folder: commands typed here take from this file what they are not told. `kaohe status` says what is next.
kaohe: 1
office: {name}
# title: Assessment office of such a district
# The policy: the name of a shipped one, or one of this folder (policies/<name>/policy.yaml).
{policy}
# The roster: units and posts. In Excel: `kaohe roster template --out roster.xlsx`; then name roster.xlsx here.
roster: roster.yaml
# The calendar: the one the policy names when left out.
# calendar: calendar.yaml
mappings: mappings   # one .yaml for each kind of export
events: events       # imports are written here, with log.jsonl; not to be edited
runs: runs           # results: one folder for each run, named after its as-of day
"""
_ROSTER_ZH = """\
# 名册：谁在什么时候是什么。单位用代码，领导用自拟代码和职务名称，不写姓名。
kaohe: 1
roster: {name}
units: []
# 更名：同一 id 写两行，日期相接。撤并：写 to 和 merged_into，旧账转到承接单位。aliases：导出文件里的别名。
#  - {{id: chengbei, title: 城北街道, kind: street, level: township, peer_group: 乡镇街道, population: 41200, aliases: [城北街道办]}}
#  - {{id: xinan, title: 西南街道, kind: street, level: township, to: 2021-06-30, merged_into: chengbei}}
leaders: []
# 换人写两行；空缺就是没有行；代理写 acting: true；一人两职写两行，先写主要的。
#  - {{leader: L01, title: 城北主要负责人, unit: chengbei, post: principal, from: 2021-01-01}}
"""
_ROSTER_EN = """\
# The roster: who was what, and when. Units have codes; leaders invented codes and role titles, never names.
kaohe: 1
roster: {name}
units: []
# A new name: two rows of one id with adjoining dates. A merger: to and merged_into. aliases: names that exports use.
#  - {{id: north, title: North Street, kind: street, level: township, population: 41200, aliases: [North St.]}}
#  - {{id: west, title: West Street, kind: street, level: township, to: 2021-06-30, merged_into: north}}
leaders: []
# A change of hands: two rows. A vacancy: no row. A stand-in: acting: true. Two posts: two rows, the main one first.
#  - {{leader: L01, title: Head of North Street, unit: north, post: principal, from: 2021-01-01}}
"""
_DOCUMENTS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {OFFICE: _OFFICE_ZH, "roster.yaml": _ROSTER_ZH},
    "en": {OFFICE: _OFFICE_EN, "roster.yaml": _ROSTER_EN},
}


def lay_out(home: Path, policy: str | None, lang: Lang) -> tuple[str, ...]:
    """Makes what is missing of an office in ``home``, with comments in ``lang``; what it made, by name.

    Nothing that stands there is touched.
    """
    home.mkdir(parents=True, exist_ok=True)
    return tuple(_made(home, policy, lang))


def _made(home: Path, policy: str | None, lang: Lang) -> Iterator[str]:
    line = f"policy: {_written(policy)}" if policy else "# policy: lishi"
    for name, text in _DOCUMENTS[lang].items():
        if not (home / name).exists():
            write_text(home / name, text.format(name=_name(home), policy=line))
            yield name
    for name in FOLDERS:
        if not (home / name).exists():
            (home / name).mkdir()
            yield f"{name}/"


def _written(text: str) -> str:
    """As YAML takes it: quoted, where it is more than a name or a path of plain characters."""
    plain = text.replace("/", "").replace("-", "").replace(".", "").replace("_", "").isalnum()
    return text if plain else json.dumps(text, ensure_ascii=False)


def _name(home: Path) -> str:
    """A name for the office: its folder's, where that may be one."""
    name = home.resolve().name
    plain = name.isascii() and name.replace("-", "_").isidentifier()
    return name if plain else "office"
