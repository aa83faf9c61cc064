"""Pages of the manual that are made, not written: every problem, every key, the editors' schemas.

The problems come from the catalogue, their examples from the gallery of bad documents, the keys from
the shapes. A test keeps the pages on disk equal to what is made here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from kaohe.rules.catalogue import WORDINGS, Wording
from kaohe.rules.catalogue.glossary import TERMS
from kaohe.rules.document.fit import title_of
from kaohe.rules.document.kinds import DOCUMENTS
from kaohe.rules.document.outline import (
    Choice,
    Either,
    Form,
    Key,
    Keys,
    ListOf,
    Plain,
    Row,
    TableOf,
    is_open,
    keys_of,
    shapes_in,
)
from kaohe.rules.document.shape import Shape
from kaohe.rules.schema import json_schema

Language = Literal["zh", "en"]

AREAS: Mapping[str, tuple[str, str]] = {
    "yaml": ("文件与 YAML 写法", "Files and YAML"),
    "shape": ("键与值", "Keys and values"),
    "vocabulary": ("词汇表", "Vocabularies"),
    "calendar": ("日历", "Calendars"),
    "policy": ("考核办法", "Policies"),
    "expression": ("条件与取值", "Conditions and values"),
    "clause": ("条款", "Clauses"),
    "score": ("计分", "Scores"),
    "gate": ("压信访的激励", "Paying for suppressed petitions"),
    "roster": ("名册", "Rosters"),
    "example": ("算例", "Worked examples"),
    "intake": ("导入事件", "Importing events"),
    "pull": ("从数据库读取", "Reading a database"),
    "run": ("计算", "Runs"),
    "sheets": ("数据核对", "Data confirmation"),
}
"""Areas of problem codes in the order in which a document meets them."""


def pages(gallery: Path) -> dict[str, str]:
    """All generated pages, by their path under ``docs/``."""
    made = {f"schema/{kind}.schema.json": _schema_page(kind) for kind in DOCUMENTS}
    endings: dict[Language, str] = {"zh": ".md", "en": ".en.md"}
    for lang, ending in endings.items():
        made[f"problems{ending}"] = problems_page(gallery, lang)
        made[f"language-reference{ending}"] = reference_page(gallery, lang)
    return made


def _schema_page(kind: str) -> str:
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=1) + "\n"


def _in(lang: Language, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


# --- problems -----------------------------------------------------------------------------------


def problems_page(gallery: Path, lang: Language) -> str:
    """Every code with its meaning, what is said about a bad document, and a good one."""
    areas = [area for area in AREAS if any(_area(code) == area for code in WORDINGS)]
    areas += sorted({_area(code) for code in WORDINGS} - AREAS.keys())
    parts = [_in(lang, _HEAD_ZH, _HEAD_EN).format(count=len(WORDINGS))]
    for area in areas:
        zh, en = AREAS.get(area, (area, area))
        parts.append(f"## {_in(lang, zh, en)}\n")
        parts += [
            _problem(code, words, gallery, lang) for code, words in WORDINGS.items() if _area(code) == area
        ]
    return "\n".join(parts)


_HEAD_ZH = """\
# 问题手册

全部 {count} 种问题。每种都有固定的代码、含义、一个错例（连同程序所说的话）和一个正例。代码的含义不会改变，可以放心引用。

本页由程序生成，不要手工修改。[English](problems.en.md)
"""
_HEAD_EN = """\
# Problems

All {count} of them. Each has a code that never changes its meaning, a paragraph, a bad document with what is said
about it, and a good one.

This page is generated; do not edit it. [中文](problems.md)
"""


def _area(code: str) -> str:
    return code.partition(".")[0]


def _problem(code: str, words: Wording, gallery: Path, lang: Language) -> str:
    parts = [f"### {code}\n", f"{_in(lang, words.meaning_zh, words.meaning_en)}\n"]
    parts += [f"{_fenced(said)}" for said in _said_in(gallery, code, lang)]
    if words.good:
        parts += [_in(lang, "正确的写法：\n", "Right:\n"), _fenced(words.good, "yaml")]
    return "\n".join(parts)


def _said_in(gallery: Path, code: str, lang: Language) -> Iterator[str]:
    """What is said about the gallery's documents of ``code``: the plain one first, then the variants."""
    for path in sorted(
        (gallery / code).rglob(f"expected.{lang}.txt"), key=lambda path: (len(path.parts), path)
    ):
        yield path.read_text(encoding="utf-8")


def _fenced(text: str, language: str = "text") -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


# --- reference ----------------------------------------------------------------------------------


def reference_page(gallery: Path, lang: Language) -> str:
    """Every document with an example, every mapping in it, every key."""
    parts = [_in(lang, _REFERENCE_ZH, _REFERENCE_EN)]
    shown: set[type[Shape]] = set()
    for kind, root in DOCUMENTS.items():
        parts += [f"## {_term(kind, lang)}\n", _fenced(_example(gallery, kind), "yaml")]
        for _, shape in shapes_in(Keys(root), ()):
            if shape not in shown:
                shown.add(shape)
                parts.append(_shape(shape, root, lang))
    return "\n".join(parts)


def _example(gallery: Path, kind: str) -> str:
    """The gallery's good document of this kind, without its remark."""
    path = "calendars/office.yaml" if kind == "calendar" else f"desk/{kind}.yaml"
    lines = (gallery / "base" / path).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


_REFERENCE_ZH = """\
# 语言参考：各种文件的键

每个文件第一行写 `kaohe: 1`，第二行写文件的种类和代号。没有列出的键都是错误。标 * 的键必须写。

| 写法 | 含义 |
|---|---|
| 文字 | 给人看的文字 |
| 表达式 | 条件或取值，见语言说明 |
| 名称 | 英文字母、数字、`_`、`-`，以字母或 `_` 开头 |
| 代码 | 没有空格、`/`、`:` 的文字 |
| 数 | `2`、`-0.5`、`90%`、`1/3`，精确读取 |
| 日期 | `2021-03-01` |
| 期限 | `15d` 日、`5wd` 工作日、`24h` 小时、`8wh` 办公小时 |

编辑器里边写边查：文件第一行加一行注释，指向 `docs/schema/` 里的同名文件（支持 YAML 语言服务器的编辑器都认）：

```yaml
# yaml-language-server: $schema=../docs/schema/policy.schema.json
```

本页由程序生成，不要手工修改。[English](language-reference.en.md)
"""
_REFERENCE_EN = """\
# Language reference: the keys of the documents

Every document begins with `kaohe: 1` and then its kind and name. A key that is not listed is a problem. Keys marked
\\* must be there.

| written | meaning |
|---|---|
| text | words for people |
| expression | a condition or a value |
| name | letters a–z, digits, `_`, `-`; begins with a letter or `_` |
| code | text without blank, `/` or `:` |
| number | `2`, `-0.5`, `90%`, `1/3`, read exactly |
| date | `2021-03-01` |
| duration | `15d` days, `5wd` working days, `24h` hours, `8wh` office hours |

Editors can check while you write: point them to a file of `docs/schema/` in a remark on the first line (every editor
with a YAML language server understands it):

```yaml
# yaml-language-server: $schema=../docs/schema/policy.schema.json
```

This page is generated; do not edit it. [中文](language-reference.md)
"""


def _term(term: str, lang: Language) -> str:
    return _in(lang, TERMS.get(term, term), term)


def _shape(shape: type[Shape], root: type[Shape], lang: Language) -> str:
    whole = _in(lang, "整个文件", "the whole document")
    title = whole if shape is root else _term(title_of(shape), lang)
    heads = _in(
        lang,
        "| 键 | 名称 | 写法 | 含义 |\n|---|---|---|---|",
        "| key | written as | meaning |\n|---|---|---|",
    )
    rows = [_row(key, lang) for key in keys_of(shape).values()]
    more = [
        _in(
            lang,
            "| … | | 文字或列表 | 词汇表声明的字段或属性 |",
            "| … | text or a list | fields or attributes of the vocabulary |",
        )
    ]
    anchor = f'<a id="{shape.__name__}"></a>\n\n'
    return "\n".join([f"{anchor}### {title}\n", heads, *rows, *(more if is_open(shape) else []), ""])


def _row(key: Key, lang: Language) -> str:
    mark = "\\*" if key.required else ""
    name = _in(lang, f" {key.title} |", "")
    meaning = _in(lang, key.zh, key.en) + _default(key, lang)
    return f"| `{key.name}`{mark} |{name} {_written(key.form, lang)} | {_cell(meaning)} |"


def _default(key: Key, lang: Language) -> str:
    if not isinstance(key.default, str | int) or key.default is False:
        return ""
    return _in(lang, f"默认 `{key.default}`。", f" Default `{key.default}`.")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _written(form: Form, lang: Language) -> str:
    match form:
        case Plain(scalar):
            return _term(scalar.kind, lang)
        case Choice(values):
            return " ".join(f"`{value}`" for value in values)
        case ListOf(item):
            return _in(lang, f"列表：{_written(item, lang)}", f"list of {_written(item, lang)}")
        case Row(items):
            return "`[`" + ", ".join(_written(item, lang) for item in items) + "`]`"
        case TableOf(name, value):
            return f"{_written(name, lang)} → {_written(value, lang)}"
        case Keys(shape):
            return f"[{_term(title_of(shape), lang)}](#{shape.__name__})"
        case Either(forms):
            return _in(lang, " 或 ", " or ").join(_written(part, lang) for part in forms)
