"""What the first page of a run says: headline numbers, what held it up, why it is worth what it is, what to look at."""

from __future__ import annotations

from simulator.findings import Findings
from simulator.report.benchmarks import benchmark_lines
from simulator.report.decisions import decision_lines
from simulator.report.headline import as_lines, headline
from simulator.report.idle import idle_lines
from simulator.report.limits import limit_lines
from simulator.report.proceeds import proceeds_lines
from simulator.report.programmes import programme_rows, without_notes
from simulator.report.reasons import attention_lines, delay_lines, value_lines
from simulator.report.risks import risk_lines
from simulator.report.statements import statement_lines
from simulator.report.together import together_lines
from simulator.report.treasury_view import treasury_lines
from simulator.words import filled, visible


def sections(findings: Findings) -> dict[str, list[str]]:
    """Lines of text, at most 100 wide, by heading; sections without a subject are left out."""
    found = {"": headline(findings)}
    if findings.index.projects:
        found["What held the portfolio up"] = filled(delay_lines(findings))
    found |= {heading: filled(lines) for heading, lines in reactions(findings).items()}
    found["Use of proceeds"] = filled(proceeds_lines(findings))
    found["What falls due"] = filled(treasury_lines(findings))
    found["Why NPV is what it is"] = filled(value_lines(findings))
    found["NPV by programme"] = programme_lines(findings)
    found["Statements"] = statement_lines(findings)
    found["Beside the figures of others"] = filled(benchmark_lines(findings))
    found["What to look at"] = filled(attention_lines(findings))
    return {heading: lines for heading, lines in found.items() if lines}


def reactions(findings: Findings) -> dict[str, list[str]]:
    """What the portfolio did about what happened to it, by heading; without rules, risks, limits there is little."""
    return {
        "Decisions": decision_lines(findings),
        "Risks": risk_lines(findings),
        "Limits and reserves": limit_lines(findings),
        "Costs move together": together_lines(findings),
        "Capital that lies idle or is given up": idle_lines(findings),
    }


def heading_of(findings: Findings) -> str:
    """What was run, in a line."""
    question = findings.question
    return visible(
        f"{findings.scenario.name}: {question.replications:,} replications, seed {question.seed}, "
        f"{findings.calendar.start} to {findings.calendar.end}"
    )


def as_text(findings: Findings) -> str:
    """The page for a terminal."""
    blocks = ["\n".join([heading_of(findings)])]
    for heading, lines in sections(findings).items():
        blocks.append("\n".join([*([heading] if heading else []), *lines]))
    return "\n\n".join(blocks)


def as_markdown(findings: Findings) -> str:
    """The page for a file."""
    parts = [f"# {heading_of(findings)}"]
    for heading, lines in sections(findings).items():
        fenced = "\n".join(["```text", *lines, "```"])
        parts.append(f"## {heading}\n\n{fenced}" if heading else fenced)
    return "\n\n".join(parts) + "\n"


def programme_lines(findings: Findings) -> list[str]:
    """The table of what each programme is worth, and what the notes alone pay for."""
    rows = programme_rows(findings)
    return [*as_lines(rows), *filled(without_notes(findings))] if rows else []
