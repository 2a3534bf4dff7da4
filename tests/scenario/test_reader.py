"""The reader of YAML: strict, bounded, and never anything but our own error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.errors import Fault, ScenarioFaults
from simulator.scenario.nodes import MapNode, leaves, plain
from simulator.scenario.reader import DEEPEST, LARGEST, MOST, read_text
from simulator.scenario.writer import flow_text, yaml_text


def read(text: str) -> tuple[Any, list[str]]:
    """The data of a text and the faults that leave it readable."""
    faults: list[Fault] = []
    node = read_text(text, "x.yaml", faults)
    return (None if node is None else plain(node)), [str(fault) for fault in faults]


def refused(text: str) -> str:
    """The one fault for which a text is not read at all."""
    with pytest.raises(ScenarioFaults) as caught:
        read_text(text, "x.yaml", [])
    (fault,) = caught.value.faults
    return str(fault)


def faults_of(text: str) -> list[Fault]:
    """All faults of a text, whether it can be read or not."""
    faults: list[Fault] = []
    try:
        read_text(text, "x.yaml", faults)
    except ScenarioFaults as error:
        faults.extend(error.faults)
    return faults


@pytest.mark.parametrize("word", ["no", "On", "012", "12:30", "1_000", "2025-02-24", ".5", ".inf", "0x1F", "1:2", "+5"])
def test_a_word_of_yaml_1_1_is_only_a_word(word: str) -> None:
    assert read(f"a: {word}\n") == ({"a": word}, [])


def test_numbers_truth_and_nothing_are_read_as_such() -> None:
    data, _ = read("{a: 1, b: -2.5, c: 1e6, d: true, e: false, f: null, g: ~, h: , i: 1.5e-3, j: '1', k: 1e999}")
    assert data == {
        "a": 1,
        "b": -2.5,
        "c": 1_000_000,
        "d": True,
        "e": False,
        "f": None,
        "g": None,
        "h": None,
        "i": 0.0015,
        "j": "1",
        "k": "1e999",
    }


def test_every_value_knows_its_line_and_column() -> None:
    node = read_text("a: 1\nb:\n  - x\n  - {c: y}\n", "x.yaml", [])
    assert isinstance(node, MapNode)
    places = {loc: leaf.origin.place[1:] for loc, leaf in leaves(node)}
    assert places == {("a",): (1, 4), ("b", 0): (3, 5), ("b", 1, "c"): (4, 9)}
    assert node.keys["b"].line == 2


def test_an_alias_is_the_value_that_it_repeats() -> None:
    assert read("a: &x {b: 1}\nc: *x\n")[0] == {"a": {"b": 1}, "c": {"b": 1}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3: a: is written twice, the first time in line 1; each key once"),
        ("a: {b: 1, b: 2}", "x.yaml:1: a.b: is written twice, the first time in line 1; each key once"),
        ("a: !!str 1", "x.yaml:1: a: tag:yaml.org,2002:str is a tag; values without tags"),
        ("a: !python/object:os.system x", "x.yaml:1: a: !python/object:os.system is a tag; values without tags"),
        (
            "a: {d: pert(6, 9, 18) months}",
            "x.yaml:1: a.d: 'pert(6' is broken off at a comma; "
            'inside {…} and […] such a value is quoted: "pert(6, 9, 18) months"',
        ),
        (
            "a: {d: lognormal(p50=1, p90=2), e: 3}",
            "x.yaml:1: a.d: 'lognormal(p50=1' is broken off at a comma; "
            'inside {…} and […] such a value is quoted: "lognormal(p50=1, p90=2)"',
        ),
        (
            "a: [uniform(1, 2) MW]",
            "x.yaml:1: a[0]: 'uniform(1' is broken off at a comma; "
            'inside {…} and […] such a value is quoted: "uniform(1, 2) MW"',
        ),
    ],
)
def test_the_rest_of_a_text_is_read_after(text: str, said: str) -> None:
    assert read(text)[1] == [said]


def test_a_value_that_is_broken_off_does_not_swallow_its_neighbours() -> None:
    assert read("{d: pert(6, 9, 18) months, e: 3}")[0] == {"d": "pert(6", "e": 3}


def test_commas_outside_of_brackets_break_nothing() -> None:
    assert read("d: pert(6, 9, 18) months\n") == ({"d": "pert(6, 9, 18) months"}, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\n---\nb: 2\n", "x.yaml:2: a second document begins; one scenario a file"),
        ("%YAML 1.1\n---\na: 1", "x.yaml:1: '%YAML 1.1' is a directive; plain YAML 1.2 without `%`"),
        ("# c\n%TAG ! x\n---\na: 1", "x.yaml:2: '%TAG ! x' is a directive; plain YAML 1.2 without `%`"),
        ("%FOO\n---\na: 1", "x.yaml:1: '%FOO' is a directive; plain YAML 1.2 without `%`"),
        ("a: *x", "x.yaml:1: a: *x repeats nothing that is written before it; an anchor that is complete"),
        ("a: &x [*x]", "x.yaml:1: a[0]: *x repeats nothing that is written before it; an anchor that is complete"),
        ("a: {<<: 1}", "x.yaml:1: a: `<<` does not merge in YAML 1.2; `extends`, or a template"),
        ("? [1]\n: 2", "x.yaml:1: has a key that is not a plain word; text as a key"),
        ("a: \x07", "x.yaml:1: holds the character 7, which is not text; text in UTF-8"),
        ('a: "\\ud800"', "x.yaml:1: a: holds half a character; text in UTF-8"),
        ("a: 1\n\tb: 2", "x.yaml:2: 'b: 2' is indented with a tab; indent with blanks"),
        ("a: 'x\nb: 1", 'x.yaml:1: "a: \'x" opens a quotation that never ends; a closing quotation mark'),
        (
            "a:\n  b: {c: 1\n",
            "x.yaml:2: 'b: {c: 1' is inside { or [ that is not closed; a closing } or ], and a comma between values",
        ),
        (
            "a: b: c",
            "x.yaml:1: 'a: b: c' has a second colon, or is indented unlike its neighbours; "
            'quote a value with a colon: "a: b"',
        ),
    ],
)
def test_what_cannot_be_read_says_why(text: str, said: str) -> None:
    assert refused(text) == said


def test_a_bomb_of_aliases_is_refused_before_it_goes_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    assert f"holds more than {MOST:,} values, repeated ones counted" in refused("\n".join(lines))


def test_aliases_cannot_nest_deeper_than_lists() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, DEEPEST + 2)]
    assert "is nested too deep" in refused("\n".join(lines))


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 20_000, "- " * 200_000, "[a," * 20_000])
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    assert "is nested too deep" in refused(text)


def test_a_text_that_is_too_large_is_not_looked_at() -> None:
    assert "is too large" in refused("#" * (LARGEST + 1))


def test_as_many_values_as_are_allowed_are_read() -> None:
    data, _ = read("[" + "x," * (MOST - 2) + "]")
    assert len(data) == MOST - 2
    assert f"more than {MOST:,}" in refused("[" + "x," * (MOST + 2) + "]")


@given(st.text(max_size=200))
@example("&a *a")
@example("*")
@example("!<\x00")
@example("a: |9\n x")
@example('"\\U0011FFFF"')
@example("%")
@example("? ")
@example("{? a")
def test_any_text_is_read_or_refused_with_our_error(text: str) -> None:
    assert all(fault.file == "x.yaml" for fault in faults_of(text))


YAMLISH = st.lists(
    st.sampled_from(["a", ":", " ", "\n", "- ", "{", "}", "[", "]", ",", "&x", "*x", "!t", "'", '"', "|", ">", "#"])
    | st.sampled_from(["? ", "%", "---", "...", "\t", "1", "null", "pert(6", ")", "<<", "\\", "@", "`", "  ", "\r"]),
    max_size=30,
).map("".join)


@given(YAMLISH)
@settings(max_examples=500)
def test_any_text_that_looks_like_yaml_is_read_or_refused_with_our_error(text: str) -> None:
    assert all(fault.line <= len(text.splitlines()) + 1 for fault in faults_of(text))


#: a lone surrogate is no text
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TRAPS = st.sampled_from(["pert(6, 9, 18) months", "no", "012", "-", "- a", "a: b", "#", "null", " x", "*a", "1e6", ""])
TRAPS |= st.sampled_from(["(", "(()", "pert(6"])
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
DATA = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT | TRAPS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(TEXT | TRAPS, DATA, max_size=4))
def test_what_is_written_is_read_back(data: dict[str, Any]) -> None:
    assert read(yaml_text(data)) == (data, [])
    assert read(flow_text(data)) == (data, [])
