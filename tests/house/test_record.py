"""The futures of us-rok are those on record: to the last event, and to nine digits of every mean."""

from __future__ import annotations

import json

import pytest
from tests.house import record

RECORD = json.loads(record.PATH.read_text(encoding="utf-8"))


@pytest.mark.parametrize("order", sorted({run.partition(",")[0] for run in RECORD["runs"]}))
def test_futures_are_those_on_record(order):
    for seed in record.SEEDS:
        made, kept = record.futures(seed, order), RECORD["runs"][f"{order}, seed {seed}"]
        assert made["events"] == kept["events"]
        assert made["totals"] == pytest.approx(kept["totals"], rel=1e-8)
        assert made["yearly"] == pytest.approx(kept["yearly"], rel=1e-8)


def test_posteriors_are_those_on_record():
    assert record.posteriors() == RECORD["posteriors"]


def test_scores_weights_and_hindcast_are_those_on_record():
    assert record.results() == RECORD["results"]
