# %% [markdown]
# # From Python: run, compare, sweep
#
# Every cell runs as it stands, from the folder of the project: cell by cell in VS Code, Spyder or PyCharm, as a
# notebook (`jupytext --to notebook docs/notebook.py`), or as a script. In a notebook the last line of a cell shows
# itself; `%matplotlib inline` shows pictures. Runs are kept in `results/` and served from there.

# %%
import os
from pathlib import Path

import numpy as np

import simulator

SCENARIOS = Path("scenarios")
OUT = Path(os.environ.get("CAPSIM_RESULTS", "results"))
REPLICATIONS = int(os.environ.get("CAPSIM_REPLICATIONS", "500"))

# %% [markdown]
# ## A scenario: every value with its evidence
#
# Faults are told all at once, with file and line.

# %%
base = simulator.load_scenario(SCENARIOS / "base.yaml")
inputs = base.inputs
grades, counts = np.unique(inputs["grade"], return_counts=True)
for grade, count in zip(grades, counts, strict=True):
    print(f"{count:4} values: {grade or 'names and settings'}")

# %% [markdown]
# ## A run: tables and pictures
#
# `metrics` has a row a replication, so that any statistic is one line of numpy. Tables are mappings of columns:
# `pandas.DataFrame(result.metrics)` works, and so does polars.

# %%
result = simulator.run(base, replications=REPLICATIONS, out=OUT)
print(result)

# %%
npv = result.metrics["npv"]
print(f"NPV: mean {npv.mean() / 1e9:.2f} bn, below zero in {np.mean(npv < 0):.0%} of {len(npv)} worlds")

# %%
liquidity = result.timelines.where(series="liquidity", statistic="p5")
lowest = np.argmin(liquidity["value"])
print(f"least liquidity (P5): {liquidity['value'][lowest] / 1e9:.1f} bn in {str(liquidity['month'][lowest])[:7]}")

# %%
figure = result.figure("capital_deployed")

# %% [markdown]
# ## Two scenarios on the same worlds
#
# Scenario files, edits of them, or runs: the first is the baseline. Differences are paired, world by world.

# %%
slower = base.edited("projects.mexico_*.stages.power.duration+=9 months")
comparison = simulator.compare(base, slower, replications=REPLICATIONS, out=OUT, metrics=["npv", "finish_day"])
table = comparison.tables["metrics"].where(metric="npv")
low, high = table["low"][0] / 1e6, table["high"][0] / 1e6
print(f"power nine months later moves NPV by {table['difference'][0] / 1e6:.0f} mn ({low:.0f} to {high:.0f})")

# %%
figure = comparison.figure("differences")
for verdict in comparison.verdicts("npv: no worse than 2 %"):
    print(verdict.words)

# %% [markdown]
# ## A grid of values
#
# A list, or `lo:hi:n` with a unit; several paths are crossed. Points that were run before are read.

# %%
grid = simulator.sweep(
    base,
    {"markets.mexico.price": "8:14:3 mn USD/MW/year", "projects.mexico_*.budget": {"multiply": [0.9, 1, 1.1]}},
    replications=REPLICATIONS,
    metrics=["npv"],
    out=OUT,
)
print(grid.response("npv").statistics["mean"].round(-6) / 1e6)

# %%
figure = grid.figure("npv")
