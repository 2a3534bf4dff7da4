"""`capsim new`: a commented scenario to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.options import Debug
from simulator.cli.terminal import say
from simulator.errors import StoreError, UserError

DEFAULT = "data_centre_build"

START = """\
# {name}: a scenario to start from. Every figure is an estimate of nobody's: put your own in its place.
#
#   capsim validate {file}          all that is wrong with it, by line
#   capsim run {file}               numbers and pictures
#   capsim show {file} --origin     every value, and where it comes from
#   capsim list templates           also: policies, metrics, distributions
#   capsim schema > schema.json     what may be written, for editors
name: {name}
horizon: {{start: 2026-01-01, end: 2034-12-31, fiscal_year_end: 12-31}}   # the last day belongs to it
currency: USD

treasury:                              # the rest of the group: what markets earn below is added to it
  opening: 2 bn USD
  operating_cash: "pert(200, 300, 360) mn USD/year"   # wherever a quantity stands, a distribution may stand
  floor: 500 mn USD                    # reported, blocks nothing

pools:
  build: {{earmark: hard}}               # hard: for these uses only; soft: lent when idle; memo: tracked only
funding:
  plan: {{kind: appropriation, amount: 1.2 bn USD, from: 2026-01-01, over: 3 years, every: quarter,
         into: {{build: 100 %}}}}

asset_classes:                         # cost in service is written off over the life of its class
  buildings: {{life: 20 years}}
  it:        {{life: 5 years}}
  software:  {{life: 5 years}}

resources:
  crews: {{capacity: 2}}                 # held while a stage works; projects wait for one another here

markets:
  home: {{demand: 20 MW, growth: {{2026-01-01: 40 %/year, 2030-01-01: 15 %/year}}, volatility: 20 %/year,
         price: 12 mn USD/MW/year, price_trend: -3 %/year, installed: 10 MW,
         opex: {{fixed: 1.5 mn USD/MW/year, sold: 2.5 mn USD/MW/year}}, tax: 25 %}}

projects:
{projects}
allocation: {{policy: priority}}         # who is served first: `capsim list policies`
valuation: {{discount_rate: 8 %/year, terminal: book_salvage}}
simulation: {{replications: 500, seed: 1}}
"""

CAPACITY = """\
  first:  {{template: {template}, pool: build, market: home, budget: 450 mn USD, capacity: 20 MW, priority: 1,
           stages: {{{stage}: {{needs: {{crews: 1}}}}}}}}
  second: {{template: {template}, pool: build, market: home, budget: 450 mn USD, capacity: 20 MW, priority: 2,
           start: {{when: {{utilisation: {{market: home, above: 75 %, for: 2 quarters}}}}, not_before: 2027-01-01}},
           stages: {{{stage}: {{needs: {{crews: 1}}}}}}}}
"""

BENEFIT = """\
  first:  {{template: {template}, pool: build, budget: 300 mn USD, priority: 1,
           benefit: {{yearly: 30 %, ramp: 2 quarters, life: 5 years}}, stages: {{{stage}: {{needs: {{crews: 1}}}}}}}}
  waves:  {{template: {template}, pool: build, budget: 150 mn USD, priority: 2, start: 2027-01-01,
           repeat: {{count: 4, every: 6 months}},
           benefit: {{yearly: 30 %, ramp: 2 quarters, life: 5 years}}, stages: {{{stage}: {{needs: {{crews: 1}}}}}}}}
"""


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Of the scenario; the file is NAME.yaml, here.", show_default=False)
    ],
    template: Annotated[
        str, typer.Option("--template", metavar="T", help="What is built; see `capsim list templates`.")
    ] = DEFAULT,
    debug: Debug = False,
) -> None:
    """A commented scenario to start from, that runs as it is."""
    file = Path(f"{name}.yaml")
    content = scenario_text(name, template)
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(content)
    except FileExistsError:
        raise UserError(f"{file}: is there already; another NAME, or remove it first") from None
    except OSError as error:
        raise StoreError(f"{file}: cannot be written: {error.strerror}") from None
    say(f"{file}: written; next: capsim run {file}")


def scenario_text(name: str, template: str = DEFAULT) -> str:
    """A scenario of a name, with projects of a shipped template.

    Raises
    ------
    UserError
        If the name is none, or there is no such template.
    """
    from simulator.errors import shown
    from simulator.registry import hint
    from simulator.scenario.nodes import plain
    from simulator.scenario.templates import shipped_template, shipped_templates
    from simulator.scenario.values import NAME

    if not NAME.fullmatch(name) or len(name) > 80:
        raise UserError(f"{shown(name)} is not a name; letters, digits, _ and single -, beginning with a letter")
    if template not in shipped_templates():
        near = hint(template, shipped_templates())
        raise UserError(
            f"--template: no such template {shown(template)}{near}; one of: {', '.join(shipped_templates())}"
        )
    keys = plain(shipped_template(template))
    projects = CAPACITY if "life" in keys else BENEFIT
    written = projects.format(template=template, stage=list(keys["stages"])[1])
    return START.format(name=name, file=f"{name}.yaml", projects=written)
