"""Files that are not scenarios."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.errors import ScenarioFaults
from simulator.scenario.load import load_scenario, validate
from tests.scenario.written import BASE, told, write


def test_a_file_that_is_missing_is_told_with_what_may_have_been_meant(tmp_path: Path) -> None:
    write(tmp_path, "mexico.yaml", BASE)
    assert told(tmp_path / "mexcio.yaml") == [
        "mexcio.yaml: no such file (did you mean 'mexico.yaml'?); a scenario file"
    ]


def test_a_file_of_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / "no" / "base.yaml") == ["base.yaml: no such file; a scenario file"]


def test_a_directory_is_no_scenario(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    assert told(tmp_path / "a.yaml") == ["a.yaml: is a directory; a scenario file"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "bad.yaml:3: is not text: it holds a zero byte; text in UTF-8"),
        (b"name: a\n\xc3\x28\n", "bad.yaml:2: is not text: byte 0xc3 is not UTF-8; text in UTF-8"),
        ("name: é".encode("utf-16"), "bad.yaml:1: is not text: it holds a zero byte; text in UTF-8"),
        (b"", "bad.yaml: is empty; a scenario: `key: value` lines"),
        (b"# only a comment\n", "bad.yaml: is empty; a scenario: `key: value` lines"),
        (b"null\n", "bad.yaml: is empty; a scenario: `key: value` lines"),
        (b"- a\n- b\n", "bad.yaml:1: is not a map of keys and values; a scenario: `key: value` lines"),
        (b"just words\n", "bad.yaml:1: is not a map of keys and values; a scenario: `key: value` lines"),
        (b"#" * 1_000_001, "bad.yaml: is too large: 1,000,001 bytes; at most 1,000,000"),
        (b"name: a\x1b[31m\n", "bad.yaml:1: holds the character 27, which is not text; text in UTF-8"),
    ],
)
def test_a_file_of_something_else_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    assert told(path) == [said]


def test_a_byte_order_mark_and_other_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert load_scenario(path).name == "base"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert told(tmp_path / "pipe.yaml") == ["pipe.yaml: is not a regular file; a scenario file"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "secret.yaml", BASE)
    path.chmod(0)
    assert told(path) == ["secret.yaml: cannot be read: Permission denied; a scenario file"]


def test_a_name_that_is_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    (message,) = told(tmp_path / f"{'a' * 300}.yaml")
    assert message.endswith(": cannot be read: File name too long; a scenario file")


def test_all_files_are_validated_and_faults_of_a_shared_base_told_once(tmp_path: Path) -> None:
    write(tmp_path, "base.yaml", BASE.replace("earmark: hard", "earmark: hrd"))
    variants = [write(tmp_path, f"{n}.yaml", f"extends: base.yaml\nname: v{n}\nx{n}: 3\n") for n in (1, 2)]
    missing = tmp_path / "missing.yaml"
    faults, _ = validate([*variants, missing])
    told_at = [(Path(fault.file).name, fault.line, fault.path) for fault in faults]
    assert told_at == [
        ("1.yaml", 3, "x1"),
        ("base.yaml", 5, "pools.build.earmark"),
        ("2.yaml", 3, "x2"),
        ("missing.yaml", 0, ""),
    ]


def test_a_path_is_shown_as_the_user_gave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "base.yaml", BASE.replace("earmark: hard", "earmark: hrd"))
    write(tmp_path, "some/leaf.yaml", "extends: ../base.yaml\nnonsense: 1\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioFaults) as caught:
        load_scenario("some/leaf.yaml")
    assert [fault.file for fault in caught.value.faults] == ["some/leaf.yaml", "base.yaml"]


def test_the_exit_code_of_bad_input_is_2(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        load_scenario(tmp_path / "none.yaml")
    assert caught.value.exit_code == 2
