"""`extends`: a few lines over another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.written import BASE, document_of, resolved, told, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "base.yaml", BASE)
    return tmp_path


def test_maps_merge_and_everything_else_replaces(folder: Path) -> None:
    write(folder, "base.yaml", "name: a\nx: {a: 1, b: {c: 2, d: 3}}\ny: [1, 2]\nz: {a: 1}\n")
    leaf = write(folder, "leaf.yaml", "extends: base.yaml\nname: b\nx: {b: {d: 4}, e: 5}\ny: [3]\nz: 7\n")
    assert resolved(leaf) == {"name": "b", "x": {"a": 1, "b": {"c": 2, "d": 4}, "e": 5}, "y": [3], "z": 7}


def test_a_path_is_relative_to_the_file_that_writes_it(folder: Path) -> None:
    write(folder, "middle/middle.yaml", "extends: ../base.yaml\nname: middle\n")
    leaf = write(folder, "middle/deep/leaf.yaml", "extends: ../middle.yaml\ntreasury: {opening: 1 USD}\n")
    document = document_of(leaf)
    assert document.data["name"] == "middle"
    assert document.data["treasury"]["outflows"] == {"dividends": "1 bn CNY/year"}
    assert [path.name for path in document.files] == ["base.yaml", "middle.yaml", "leaf.yaml"]


def test_the_order_of_the_base_is_kept(folder: Path) -> None:
    leaf = write(folder, "leaf.yaml", "extends: base.yaml\nprojects: {china: {budget: 1 USD}, new: {}, mexico_1: {}}\n")
    assert list(resolved(leaf)["projects"]) == ["mexico_1", "mexico_2", "china_1", "china_2", "china_3", "new"]


def test_files_that_extend_each_other_are_told_as_a_cycle(tmp_path: Path) -> None:
    first = write(tmp_path, "a.yaml", "name: a\nextends: b.yaml\n")
    write(tmp_path, "b.yaml", "extends: c.yaml\n")
    write(tmp_path, "c.yaml", "name: c\nextends: b.yaml\n")
    assert told(first) == [
        "c.yaml:2: extends: 'b.yaml' is a cycle: b.yaml -> c.yaml -> b.yaml; a file that does not come back to this one"
    ]
    itself = write(tmp_path, "d.yaml", "extends: d.yaml\n")
    assert told(itself)[0].startswith("d.yaml:1: extends: 'd.yaml' is a cycle: d.yaml -> d.yaml;")


@pytest.mark.parametrize(
    ("extends", "said"),
    [
        ("bse.yaml", "'bse.yaml', no such file (did you mean 'base.yaml'?); a scenario file"),
        ("folder.yaml", "'folder.yaml' is a directory; a scenario file"),
        ("/etc/passwd", "'/etc/passwd' is not a YAML file; the path of a file that ends in .yaml or .yml"),
        ("binary.yaml", "'binary.yaml' is not text: byte 0xff is not UTF-8 (line 2 of that file); text in UTF-8"),
        ("[a.yaml]", "[a.yaml] is not the path of a file; one path, relative to this file"),
        ("12", "12 is not the path of a file; one path, relative to this file"),
        ("''", "'' is not a path; a path relative to this file"),
    ],
)
def test_a_parent_that_cannot_be_read_is_a_fault_of_the_line_that_names_it(
    folder: Path, extends: str, said: str
) -> None:
    (folder / "folder.yaml").mkdir()
    (folder / "binary.yaml").write_bytes(b"a: 1\n\xff\xfe")
    leaf = write(folder, "leaf.yaml", f"name: leaf\nextends: {extends}\n")
    assert told(leaf) == [f"leaf.yaml:2: extends: {said}"]


def test_a_fault_of_the_parent_is_told_in_the_parent(folder: Path) -> None:
    write(folder, "base.yaml", BASE.replace("{capacity: 2}", "{capacity: two}"))
    leaf = write(folder, "leaf.yaml", "extends: base.yaml\nname: leaf\n")
    (message,) = told(leaf)
    assert message.startswith("base.yaml:8: resources.crews.capacity: 'two' is not a quantity;")


def test_a_chain_of_files_has_an_end(tmp_path: Path) -> None:
    for n in range(40):
        write(tmp_path, f"f{n}.yaml", f"extends: f{n + 1}.yaml\n")
    (message,) = told(tmp_path / "f0.yaml")
    assert message == "f29.yaml:1: extends: 'f30.yaml' is the 30th file of a chain; fewer files over each other"
