"""The offices of a heavy year: districts after the shipped 离石 roster, with hand-overs, doubles and vacancies.

Every code is invented. Units of all districts have one numbering, leaders another: a district's ``PLACES``
places hold its answering units, then its bureau, its bodies and the district itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

ANSWERING = (
    *(f"street{n:02d}" for n in range(1, 8)),
    *(f"town{n:02d}" for n in range(1, 6)),
    "housing", "land", "police", "traffic", "labour", "civil", "water", "health",
)  # fmt: skip
BODIES = ("bureau", "conference", "four", "committee", "district")
PLACES = len(ANSWERING) + len(BODIES)
BUREAU, CONFERENCE, FOUR, COMMITTEE = range(len(ANSWERING), PLACES - 1)
LEADERS = tuple(f"d{n:02d}" for n in range(1, 10))
"""Leaders at the level of a district, in the order in which ``leader_codes`` numbers them."""
_POSTS = ("secretary", "head", "deputy_secretary", "executive_deputy", *["member"] * 5)
_GROUPS = {"township": "乡镇（街道）", "department": "区直部门"}


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices of so many districts."""

    districts: int

    def unit_codes(self) -> list[str]:
        """Units by number: district after district, in each by place."""
        return [f"{place}.c{n:04d}" for n in range(self.districts) for place in (*ANSWERING, *BODIES)]

    def leader_codes(self) -> list[str]:
        """Leaders of the level of a district by number."""
        return [f"{leader}.c{n:04d}" for n in range(self.districts) for leader in LEADERS]

    def roster(self) -> str:
        """The roster as YAML."""
        units, leaders = [], []
        for number in range(self.districts):
            units += [_line(row) for row in _units(f"c{number:04d}", f"示例{number + 1}区")]
            leaders += [_line(row) for row in _leaders(f"c{number:04d}", number)]
        head = "kaohe: 1\nroster: heavy\ntitle: 重年花名册（单位、人员代码均为虚构）\n"
        return f"{head}units:\n{''.join(units)}leaders:\n{''.join(leaders)}"


def _line(row: dict[str, str]) -> str:
    return "  - {" + ", ".join(f"{key}: {value}" for key, value in row.items()) + "}\n"


def _units(tag: str, name: str) -> Iterator[dict[str, str]]:
    district = {"title": name, "kind": "district", "level": "district", "from": "2015-01-01"}
    yield {"id": f"district.{tag}", **district}
    for place in ANSWERING:
        kind = "street" if place.startswith("street") else "town" if place.startswith("town") else "department"
        level = "department" if kind == "department" else "township"
        about = {"title": name + _title(place), "kind": kind, "level": level, "parent": f"district.{tag}", "peer_group": _GROUPS[level]}
        yield {"id": f"{place}.{tag}", **about, "from": "2015-01-01"}
    kinds = ("bureau", "joint_conference", "four_leaderships", "standing_committee")
    for place, kind in zip(BODIES, kinds, strict=False):
        level = "department" if place == "bureau" else "district"
        title = name + _TITLES[place]
        yield {"id": f"{place}.{tag}", "title": title, "kind": kind, "level": level, "parent": f"district.{tag}", "from": "2015-01-01"}


def _title(place: str) -> str:
    """What an answering unit is called, after its district."""
    for code, title in (("street", "街道"), ("town", "镇")):
        if place.startswith(code):
            return f"第{int(place.removeprefix(code))}{title}"
    return _TITLES[place]


_TITLES = {
    "housing": "住建部门", "land": "自然资源部门", "police": "公安部门", "traffic": "交通部门", "labour": "人社部门",
    "civil": "民政部门", "water": "水务部门", "health": "卫健部门", "bureau": "信访工作机构", "conference": "联席会议",
    "four": "四大班子", "committee": "常委会",
}  # fmt: skip


def _leaders(tag: str, number: int) -> Iterator[dict[str, str]]:
    for leader, post in zip(LEADERS, _POSTS, strict=True):
        yield _post(f"{leader}.{tag}", "区级领导", f"district.{tag}", post, "district")
    yield _post(f"d03.{tag}", "区级领导", f"conference.{tag}", "convener", "district")
    for place, unit in enumerate((*ANSWERING, "bureau")):
        level = "township" if unit.startswith(("street", "town")) else "department"
        for post, letter in (("principal", "p"), ("deputy", "v")):
            yield from _holders((place + number) % 21, f"{letter}-{unit}", f"{unit}.{tag}", (post, level), tag)


def _holders(turn: int, leader: str, unit: str, held: tuple[str, str], tag: str) -> Iterator[dict[str, str]]:
    """Who holds a post in the course of the year: one of five units in 21 has a change, each another sort."""
    post, level = held
    title = "主要负责人" if post == "principal" else "分管负责人"
    if turn > 4:
        yield _post(f"{leader}.{tag}", title, unit, post, level)
        return
    last, first = _CHANGES[turn]
    yield _post(f"{leader}-a.{tag}", title, unit, post, level, last=last)
    yield _post(f"{leader}-b.{tag}", title, unit, post, level, first=first)


_CHANGES = (
    ("2021-06-28", "2021-06-29"),
    ("2021-03-31", "2021-04-01"),
    ("2021-09-15", "2021-09-15"),  # both hold the post on the day of the hand-over
    ("2021-04-30", "2021-06-01"),  # vacant for a month
    ("2020-12-31", "2021-01-01"),
)


def _post(
    leader: str, title: str, unit: str, post: str, level: str, *, first: str = "2016-01-01", last: str = ""
) -> dict[str, str]:
    row = {"leader": leader, "title": title, "unit": unit, "post": post, "level": level, "from": first}
    return {**row, "to": last} if last else row
