"""One function a picture of scenarios over each other: a comparison in, a matplotlib figure out."""

from __future__ import annotations

from simulator.registry import Registry

#: the module of this package whose ``picture(comparison)`` draws it, or returns None where its subject does not exist
overlays: Registry[str] = Registry("overlay")
overlays.add("tornado", "tornado", "what each risk costs: a metric without it less with it", "")
overlays.add("differences", "differences", "differences of the headline metrics, world by world", "")
overlays.add("waterfall", "waterfall", "where a difference comes from, by groups of edits", "")
overlays.add("deployment", "deployment", "money paid over time, scenarios over each other", "money")
overlays.add("capacity_and_demand", "capacity_and_demand", "capacity against demand where they differ", "MW")
overlays.add("liquidity", "liquidity", "group liquidity, scenarios over each other", "money")
overlays.add("put", "put", "liquidity after the put of the note, scenarios beside each other", "money")
overlays.add("difference_fan", "difference_fan", "differences over time, world by world", "")
overlays.add("gantt_shift", "gantt_shift", "which projects move, and by how much", "days")
overlays.add("delays", "delays", "what projects waited for, by cause and scenario", "days")
overlays.add("small_multiples", "small_multiples", "every scenario on its own beside the baseline", "")
