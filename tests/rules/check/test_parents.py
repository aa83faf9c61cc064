"""Policies that extend others (P24), and problems that do not hide each other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kaohe.rules.checked import Checked
from kaohe.rules.library import check_text, load_policy

LINE = "\naccountable: [{unit: case.branch}]"


@pytest.fixture
def house(tmp_path: Path, fines_desk) -> Path:
    """A folder of policies with the library's vocabulary."""
    (tmp_path / "fines").mkdir()
    shutil.copy(fines_desk.home / "vocabulary.yaml", tmp_path / "fines")
    return tmp_path


def put(house: Path, name: str, text: str) -> Path:
    (house / name).mkdir(exist_ok=True)
    (house / name / "policy.yaml").write_text(text.replace("policy: fines", f"policy: {name}"), encoding="utf-8")
    return house / name


def codes(checked: Checked) -> list[str]:
    return [one.code for one in checked.problems]


@pytest.fixture
def parent(house: Path, fines_desk, written) -> str:
    text = fines_desk.head("define: {fragile: case.rare}\nparameters: {fine: {values: {2021-01-01: 1}, points_from: example}}\n")
    text += "clauses:\n" + written(f"on: returned\nwhen: fragile\npoints: -param.fine{LINE}", name="p.broken")
    text += written(f"deadline: {{start: lent, finish: returned, within: 30d}}\nlate: {{points: -1}}{LINE}", name="p.late")
    put(house, "parent", text)
    return text


@pytest.mark.usefixtures("parent")
def test_pieces_come_along_before_the_child_s_own(house: Path, fines_desk, written) -> None:
    child = fines_desk.head("extends: [{policy: parent, section: work}]\n") + "clauses:\n"
    child += written(f"on: reshelved\nwhen: 'overdue(\"p.late\")'\npoints: -param.fine{LINE}", name="own")
    checked = load_policy(put(house, "child", child))
    assert codes(checked) == []
    policy = checked.policy
    assert policy is not None
    assert [(clause.id, clause.number, clause.section) for clause in policy.clauses] == [
        ("p.broken", 0, "work"), ("p.late", 1, "work"), ("own", 2, None)
    ]
    assert policy.name == "child"
    assert [name for name, _ in policy.documents] == [
        "calendars/cn.yaml", "child/policy.yaml", "fines/vocabulary.yaml", "parent/policy.yaml"
    ]
    assert set(checked.texts) == {one for one in checked.texts if one.endswith(".yaml")}
    assert len(checked.texts) == 4


def test_a_parent_silences_a_lonely_group_that_its_child_may_join_or_not(house: Path, fines_desk, written) -> None:
    """The silence is the parent's affair: a child in which the warning does not arise is not told of it."""
    group = "exclusive: {group: g, per: case, keep: largest}"
    alone = "silence: [{code: clause.exclusive-alone, reason: a child may join}]"
    text = fines_desk.head() + "clauses:\n" + written(f"on: returned\npoints: -1\n{group}\n{alone}{LINE}", name="p.one")
    assert codes(load_policy(put(house, "above", text))) == []
    for body in (group, ""):
        child = fines_desk.head("extends: [{policy: above}]\n") + "clauses:\n"
        child += written(f"on: reshelved\npoints: -1\n{body}{LINE}", name="own")
        assert codes(load_policy(put(house, "below", child))) == []
    idle = text.replace(group, "")
    assert codes(load_policy(put(house, "above", idle))) == ["clause.silence-nothing"]


@pytest.mark.usefixtures("parent")
def test_only_and_without_choose_among_clauses(house: Path, fines_desk) -> None:
    for choice, left in (("only: [p.late]", ["p.late"]), ("without: [p.late]", ["p.broken"])):
        child = fines_desk.head(f"extends: [{{policy: parent, {choice}}}]\n")
        policy = load_policy(put(house, "child", child)).policy
        assert policy is not None
        assert [clause.id for clause in policy.clauses] == left


@pytest.mark.usefixtures("parent")
def test_what_is_replaced_makes_way(house: Path, fines_desk, written) -> None:
    head = "extends: [{policy: parent}]\nparameters: {fine: {replaces: true, values: {2021-01-01: 3}, points_from: example}}\n"
    child = fines_desk.head(head) + "clauses:\n"
    child += written(f"replaces: p.broken\non: returned\nwhen: fragile\npoints: -param.fine{LINE}", name="own")
    policy = load_policy(put(house, "child", child)).policy
    assert policy is not None
    assert [clause.id for clause in policy.clauses] == ["p.late", "own"]
    assert policy.parameters["fine"].values[0][1] == 3


@pytest.mark.usefixtures("parent")
def test_without_replaces_a_name_is_taken(house: Path, fines_desk, written) -> None:
    head = "extends: [{policy: parent}]\nparameters: {fine: {values: {2021-01-01: 3}, points_from: example}}\n"
    child = fines_desk.head(head) + "clauses:\n" + written(f"on: returned\npoints: -1{LINE}", name="p.late")
    assert codes(load_policy(put(house, "child", child))) == ["policy.same-name", "policy.same-name"]


@pytest.mark.usefixtures("parent")
def test_two_ways_to_one_parent_are_one(house: Path, fines_desk) -> None:
    for name in ("left", "right"):
        put(house, name, fines_desk.head("extends: [{policy: parent}]\n"))
    checked = load_policy(put(house, "child", fines_desk.head("extends: [{policy: left}, {policy: right}]\n")))
    assert codes(checked) == []
    assert checked.policy is not None
    assert len(checked.policy.clauses) == 2


def test_policies_in_a_circle_are_refused_with_every_hop(house: Path, fines_desk) -> None:
    put(house, "left", fines_desk.head("extends: [{policy: right}]\n"))
    checked = load_policy(put(house, "right", fines_desk.head("extends: [{policy: left}]\n")))
    assert codes(checked) == ["policy.extends-cycle"]
    assert dict(checked.problems[0].facts)["hops"] == "right → left → right"


def test_a_parent_s_mistake_stands_in_the_parent_s_file(house: Path, parent: str, fines_desk) -> None:
    put(house, "parent", parent.replace("when: fragile", "when: fragil"))
    checked = load_policy(put(house, "child", fines_desk.head("extends: [{policy: parent}]\n")))
    assert codes(checked) == ["expression.unknown-name"]
    assert checked.problems[0].place.file.endswith("parent/policy.yaml")
    assert checked.problems[0].place.file in checked.texts


# --- all problems in one go ---------------------------------------------------------------------


def test_a_faulty_clause_hides_neither_its_siblings_nor_its_name(fines_desk, written) -> None:
    """A misspelt key, an unknown kind and a wrong type: three clauses, three problems, and no more."""
    limit = written(f"deadline: {{start: lent, finish: returned, witin: 30d}}\nlate: {{points: -1}}{LINE}", name="limit")
    found = fines_desk.check(
        limit,
        written(f"on: retuned\npoints: -1{LINE}", name="kind"),
        written(f"on: returned\nwhen: 'overdue(\"limit\") && count(renewed)'\npoints: -1{LINE}", name="type"),
        written(f"on: reshelved\npoints: -1{LINE}", name="fine"),
    ).problems
    assert [one.code for one in found] == ["shape.unknown-key", "clause.unknown-name", "expression.type"]
    assert [one.place.line for one in found] == sorted(one.place.line for one in found)


def test_a_faulty_parameter_is_not_also_called_unknown(fines_desk, written) -> None:
    head = "parameters: {fine: {values: {2021-01-01: two}, points_from: example}}\n"
    assert fines_desk.codes(written(f"on: returned\npoints: -param.fine{LINE}"), head=head) == ["policy.parameter-value"]
    head = "parameters: {fine: {valus: {2021-01-01: 2}, points_from: example}}\n"
    found = fines_desk.codes(written(f"on: returned\npoints: -param.fine{LINE}"), head=head)
    assert found == ["shape.unknown-key"]


def test_a_faulty_vocabulary_is_not_blamed_on_the_policy(house: Path, fines_desk, written) -> None:
    path = house / "fines" / "vocabulary.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("type: bool", "type: bol"), encoding="utf-8")
    text = fines_desk.head() + "clauses:\n" + written(f"on: returned\nwhen: has(damaged)\npoints: -1{LINE}")
    checked = check_text(text, house / "fines" / "policy.yaml")
    assert codes(checked) == ["shape.choice"]
    assert checked.policy is None


def test_other_documents_are_judged_as_what_they_are(tmp_path: Path) -> None:
    calendar = check_text("kaohe: 1\ncalendar: c\ntitle: 试\nweek: [9]\nyears: {2021: {}}\n", tmp_path / "c.yaml")
    assert codes(calendar) == ["calendar.bad-weekday"]
    vocabulary = check_text("kaohe: 1\nvocabulary: v\ntitle: 试\nkinds: {a: {title: 甲, about: case}}\n", tmp_path / "v.yaml")
    assert codes(vocabulary) == []
    assert vocabulary.policy is None
    (tmp_path / "policy.yaml").write_text("kaohe: 1\nvocabulary: v\ntitle: 试\nkinds: {a: {title: 甲, about: case}}\n", encoding="utf-8")
    assert codes(load_policy(tmp_path)) == ["shape.other-document"]


def test_a_missing_file_is_a_problem_with_its_name(tmp_path: Path) -> None:
    checked = load_policy(tmp_path / "policy.yaml")
    assert codes(checked) == ["policy.not-found"]
    assert checked.policy is None


def test_a_policy_is_found_from_within_its_own_folder(
    house: Path, fines_desk, written, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = put(house, "child", fines_desk.head() + "clauses:\n" + written(f"on: returned\npoints: -1{LINE}"))
    monkeypatch.chdir(home)
    for path in (Path("policy.yaml"), Path(), Path("../child")):
        checked = load_policy(path)
        assert codes(checked) == []
        assert checked.policy is not None


def test_a_source_at_hand_is_read_word_for_word(house: Path, fines_desk, written) -> None:
    text = fines_desk.head().replace("{title: 规定}", "{title: 规定, file: rules.txt}") + "clauses:\n"
    text += written(f"on: returned\npoints: -1{LINE}").replace("article: 第一条", "quote: 损坏的……照价赔偿")
    home = put(house, "quoting", text)
    assert codes(load_policy(home)) == []  # the source is not at hand: nothing to compare with
    (home / "rules.txt").write_text("归还时损坏的图书，\n  由分馆照价赔偿。", encoding="utf-8")
    assert codes(load_policy(home)) == []
    (home / "rules.txt").write_text("照价赔偿损坏的图书。", encoding="utf-8")
    assert codes(load_policy(home)) == ["clause.quote-not-found"]
    (home / "rules.txt").unlink()
    (house / "sources").mkdir()
    (house / "sources" / "rules.txt").write_text("照价赔偿损坏的图书。", encoding="utf-8")
    assert codes(load_policy(home, roots=[house])) == ["clause.quote-not-found"]


def test_every_problem_stands_in_a_text_at_hand(fines_desk, written) -> None:
    """Whatever is said can be shown: the place's file, line and characters are there."""
    bodies = [f"on: returned\npoints: 1{LINE}", f"on: nothing\npoints: -1{LINE}", "on: returned\npoints: -1",
              f"deadline: {{start: lent, finish: inventory, within: 1d}}\nlate: {{points: -1}}{LINE}"]
    looked = 0
    for body in bodies:
        checked = fines_desk.check(written(body))
        for one in checked.problems:
            line = checked.texts[one.place.file].split("\n")[one.place.line - 1]
            assert line[one.place.column - 1 : one.place.column - 1 + one.place.length].strip()
            looked += 1
    assert looked >= len(bodies)


def test_two_hundred_clauses_load_at_once(fines_desk, written) -> None:
    """A full policy is checked while its editor types: 0.35 s are asked for, other machines get more."""
    from time import process_time

    clauses = [
        written(
            f"on: returned\nwhen: 'case.class == \"rare\" && count(renewed) == {number} && !seen(reshelved)'\n"
            f"points: -1{LINE}\ncap: {{per_case: 2, per_subject: 10}}", name=f"c{number}",
        )
        for number in range(200)
    ]
    fines_desk.check(clauses[0])
    began = process_time()
    checked = fines_desk.check(*clauses)
    assert process_time() - began < 1.5
    assert checked.policy is not None
    assert len(checked.policy.clauses) == 200
