"""Who gets the money and the crews: one function a policy, one line here to register it."""

from __future__ import annotations

from simulator.policies.critical_path import earliest_finish, latest_finish_time, slack
from simulator.policies.policy import Policy
from simulator.policies.pro_rata import served_so_far
from simulator.policies.queues import nobody_first, stated_priority
from simulator.policies.worth import payback, value
from simulator.registry import Registry

policies: Registry[Policy] = Registry("policy")
policies.add("priority", Policy(stated_priority, earlier_first=True), "smaller priority number, then earlier request")
policies.add("first_come", Policy(nobody_first, earlier_first=True), "earlier request")
policies.add("value", Policy(value), "higher expected NPV per unit of budget of the project")
policies.add("payback", Policy(payback), "shorter expected payback of the project")
policies.add("earliest_finish", Policy(earliest_finish), "project that could be done first, on expected durations")
policies.add("latest_finish_time", Policy(latest_finish_time), "stage that must be done first, on expected durations")
policies.add("slack", Policy(slack), "stage with the least slack, on expected durations")
policies.add(
    "pro_rata",
    Policy(nobody_first, live=served_so_far),
    "programme with the smallest part of its budget committed",
)

__all__ = ["Policy", "policies"]
