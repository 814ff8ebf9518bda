"""What a case says twice, of no pair, of no year or in no unit is refused where it stands."""

from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ValidationError

from foedus.world import schema
from foedus.world.case import case_notes, check_case, load_case
from foedus.world.problems import Problem
from foedus.world.schema import Case
from foedus.world.textfile import parse

RURITANIA = Path(__file__).parents[1] / "assessment" / "ruritania.yaml"
SOURCE = next(iter(parse(RURITANIA.read_text(encoding="utf-8"), "")[0]["sources"]))
RATE = {
    "outcome": "war_outside",
    "events": 0,
    "exposure": 70,
    "unit": "years",
    "period": "p",
    "source": SOURCE,
    "text": "t",
}
VIEW = {"outcome": "war_outside", "beliefs": "sceptical", "value": 0.1, "reason": "r"}
SAID = {
    **{"outcome": "war_outside", "unit": "probability", "value": 0.1, "years": 10},
    **{"period": "p", "known_on": "2012", "source": SOURCE, "text": "t"},
}
POLL = {"pollster": "A house", "asked": "2012", "question": "q", "share": 0.6, "source": SOURCE}
LIMIT = {"outcome": "war_outside", "at_most": 0.05, "reason": "r"}
OLD = {"outcome": "war_on_protege"}
WAR = {"year": 2013, "level": "war", "source": SOURCE}


def written(path, **parts):
    """The made-up case with parts replaced, and with `relation` merged into the relation of RUR and STR."""
    case = parse(RURITANIA.read_text(encoding="utf-8"), "")[0]
    relation = next(one for one in case["relations"] if {"RUR", "STR"} == set(one["states"]))
    relation.update(parts.pop("relation", {}))
    target = path / "case.yaml"
    target.write_text(yaml.safe_dump(case | parts, sort_keys=False), encoding="utf-8")
    return target


def coded(last=None, **more):
    """A relation coded to 2010."""
    figure = {"unit": "year", "year": 2010}
    figure |= {"value": None, "reason": "none"} if last is None else {"value": last, "source": SOURCE}
    memory = {"value": None, "unit": "disputes halved every 20 years", "reason": "none"}
    return {"relation": {"since": 1900, "last_dispute": figure, "memory": memory, **more}}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"tolerances": [LIMIT, LIMIT | OLD]}, "tolerances[1].outcome: 'war_outside' is given twice"),
        ({"base_rates": [RATE, RATE | OLD]}, "base_rates[1].outcome: ('war_outside', 'p', 'years'"),
        (
            {"views": [VIEW, VIEW | OLD | {"value": 0.9}]},
            "views[1].outcome: ('war_outside', 'sceptical', None) is given twice",
        ),
        ({"outside_views": [SAID, SAID | OLD]}, "outside_views[1].outcome: ('war_outside', 'probability'"),
        ({"notes": {"war_outside": "a", "war_on_protege": "b"}}, "notes.war_on_protege: 'war_outside' has two notes"),
        (
            {"base_rates": [RATE | {"exposure": 1e-9}]},
            "base_rates[0].exposure: should be greater than or equal to 0.001",
        ),
        (
            {"base_rates": [RATE | {"exposure": 1e10}]},
            "base_rates[0].exposure: should be less than or equal to 1000000000",
        ),
        (
            {"views": [VIEW | {"outcome": "disputes_protege"}]},
            "'disputes_protege' is a total, and a view is a probability",
        ),
        ({"outside_views": [SAID | {"outcome": "disputes_protege"}]}, "unit: is probability, which 'disputes_protege'"),
        (
            {"outside_views": [SAID | {"unit": "rate-of-ends", "years": None}]},
            "unit: is rate-of-ends, which 'war_outside'",
        ),
        (
            {"outside_views": [SAID | {"unit": "points", "value": 101.0, "years": None}]},
            "percentage points is -100 to 100",
        ),
        ({"outside_views": [SAID | {"known_on": "2013-99"}]}, "known_on 2013-99 is not in the calendar"),
        ({"outside_views": [SAID | {"unit": "rate", "value": 1e8, "years": None}]}, "0 or more, and at most 1000"),
        ({"polls": [POLL, POLL]}, "polls[1]: is given twice; leave one out"),
        ({"polls": [POLL | {"asked": "2012-13"}]}, "asked 2012-13 is not in the calendar"),
        ({"polls": [POLL | {"asked": "2099"}]}, "polls[0].asked: is 2099, after the case's as_of"),
        ({"polls": [POLL | {"share": 1.0}]}, "polls[0].share: should be less than 1"),
        ({"polls": [POLL | {"source": "nobody"}]}, "polls[0].source: unknown source 'nobody'"),
        ({"outside_views": [SAID | {"known_on": "9999"}]}, "known_on: is 9999, after today"),
        (coded(2014), "last_dispute.value: is 2014, and disputes of the pair are coded to 2010"),
        (coded(incidents=[WAR, WAR]), "incidents[1]: is given twice, the same in every field"),
        (coded(incidents=[WAR], since=2014), "incidents[0].year: is 2013, before the pair exists, in 2014"),
        (coded(incidents=[WAR | {"level": "threat", "deaths": 5}]), "deaths: is 5, but the level is threat"),
        (coded(incidents=[WAR | {"level": "use of force", "deaths": 1000}]), "1000 battle deaths or more are a war"),
        (coded(dispute={"level": "war", "since": 1899, "source": SOURCE}), "since: is 1899, before the pair exists"),
        (coded(1990, dispute={"level": "war", "since": 2009, "source": SOURCE}), "last_dispute must say so"),
    ],
)
def test_nonsense_is_refused_where_it_stands(tmp_path, parts, message):
    assert any(message in line for line in check_case(written(tmp_path, **parts)))


@pytest.mark.parametrize(
    "parts",
    [
        {"views": [VIEW, VIEW | {"beliefs": "optimist"}]},
        {"outside_views": [SAID, SAID | {"period": "q"}]},
        {"polls": [POLL, POLL | {"question": "r"}, POLL | {"asked": "2012-06-30", "respondents": 900}]},
        coded(2010, dispute={"level": "war", "since": 2009, "source": SOURCE}),
        coded(1990, dispute={"level": "war", "since": 2012, "source": SOURCE}, incidents=[WAR]),
        coded(incidents=[WAR | {"level": "use of force", "deaths": 999}]),
    ],
)
def test_what_looks_alike_and_is_not_passes(tmp_path, parts):
    assert check_case(written(tmp_path, **parts)) == []


def test_a_dispute_of_a_pair_that_is_not_followed_is_refused(tmp_path):
    case = parse(RURITANIA.read_text(encoding="utf-8"), "")[0]
    for state in case["states"]:
        state["major"] = state["abbreviation"] == "BOH"
    path = written(tmp_path, states=case["states"], **coded(contiguous=False, incidents=[WAR]))
    assert any("incidents: is of a pair that is not contiguous" in line for line in check_case(path))


def test_the_source_of_a_constitution_must_exist(tmp_path):
    case = parse(RURITANIA.read_text(encoding="utf-8"), "")[0]
    elections = {"next": 2017, "every_years": 4, "source": SOURCE}
    case["states"][0]["elections"] = elections | {"constitution": "presidential", "constitution_source": "nowhere"}
    found = check_case(written(tmp_path, states=case["states"]))
    assert any("constitution_source: unknown source 'nowhere'" in line for line in found)


def test_what_the_case_cannot_have_is_noted_as_not_shown(tmp_path):
    parts = {"base_rates": [RATE | {"outcome": "coercion"}], "outside_views": [SAID | {"outcome": "coercion"}]}
    found = case_notes(written(tmp_path, **parts, notes={"coercion": "n"}))
    told = {line.partition(": ")[2] for line in found if "not shown" in line}
    assert told == {
        f"{place}: 'coercion' is not shown: the case names no coercer"
        for place in ("base_rates[0].outcome", "outside_views[0].outcome", "notes.coercion")
    }


class Holder(BaseModel):
    """Something of which a case is a part."""

    case: Case


def test_a_sound_case_is_checked_once_and_a_changed_copy_again(monkeypatch):
    case, seen = load_case("us-rok"), []
    monkeypatch.setattr(schema, "problems", lambda one: seen.append(one) or [Problem(("bloc",), "is wrong")])
    assert Holder(case=case).case is case
    assert seen == []
    changed = case.model_copy(update={"bloc": ()})
    with pytest.raises(ValidationError, match="is wrong"):
        Holder(case=changed)
    with pytest.raises(ValidationError, match="is wrong"):
        Holder(case=changed)
    assert len(seen) == 2
