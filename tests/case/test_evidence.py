"""Every figure of the case cites a fact or says that it is an estimate; every fact says where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from simulator.quantities.quantity import read_quantity
from simulator.quantities.units import Context, Dimension
from tests.case.shipped import BASE, ROOT, facts

FIGURE = re.compile(r"\d(?:\.\d+)?\s*(?:bn|mn|MW|GW|%|months?|weeks?|quarters?|years?)\b|\bpert\(|\blognormal\(|%")
MENTIONED = re.compile(r"\b[a-z][a-z_]*\.[a-z0-9][a-z0-9_]*\b")
GRADES = {"reported", "reported (secondary)", "derived", "estimate"}
LINES = [line for line in (ROOT / "seeds" / "facts.yaml").read_text("utf-8").splitlines() if line[:1] not in ("", "#")]


def supported(text: str) -> bool:
    """Whether a text cites a fact or says that it is an estimate."""
    return "{fact:" in text or "estimate" in text.lower() or any(word in facts() for word in MENTIONED.findall(text))


def unsupported(text: str) -> Iterator[str]:
    """Lines with a figure that neither they, nor a line above that they belong to, nor the comment above supports."""
    above: list[tuple[int, str]] = []
    comment = ""
    for line in text.splitlines():
        content, indent = line.strip(), len(line) - len(line.lstrip())
        if not content:
            comment = ""
        elif content.startswith("#"):
            comment = content if content.startswith(("# ----", "# ====")) else f"{comment} {content}"
        else:
            above = [*((at, own) for at, own in above if at < indent), (indent, line)]
            said = " ".join(own for _, own in above)
            value = content.partition(" #")[0].replace("100 %", "all")
            if FIGURE.search(value) and not supported(f"{said} {comment}"):
                yield line


def test_every_figure_of_the_base_cites_a_fact_or_says_estimate() -> None:
    assert list(unsupported(BASE.read_text("utf-8"))) == []


def test_a_bare_figure_would_be_found() -> None:
    assert list(unsupported("markets:\n  a: {demand: 8 MW}\n")) == ["  a: {demand: 8 MW}"]
    assert list(unsupported("markets:\n  a: {demand: 8 MW}   # estimate\n")) == []


def test_facts_named_in_comments_exist() -> None:
    groups = {name.partition(".")[0] for name in facts()}
    comments = re.findall(r"#(.*)", BASE.read_text("utf-8"))
    named = {word for comment in comments for word in MENTIONED.findall(comment) if word.partition(".")[0] in groups}
    assert named - set(facts()) - {"no-growth.yaml"} == set()
    assert len(named) > 20


def test_every_line_of_the_facts_file_is_a_fact() -> None:
    assert len(facts()) == len(LINES)


@pytest.mark.parametrize("name", facts())
def test_a_fact_has_a_grade_and_a_value_of_the_language(name: str) -> None:
    fact = facts()[name]
    assert fact["grade"] in GRADES
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", fact["value"]):
        fx = {"CNY": 7.25, "THB": 32.9, "HKD": 7.79}
        read_quantity(fact["value"], tuple(Dimension), Context("USD", fx))


def test_facts_hold_no_address() -> None:
    assert not any("://" in line or "www." in line for line in LINES)


def test_an_estimate_says_what_it_rests_on() -> None:
    for line in LINES:
        source = line.partition("source: ")[2].strip('"} ')
        assert len(source) > 10, line
