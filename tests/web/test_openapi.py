"""Fuzzed from its own description: `make fuzz` sends 10,000 requests and more."""

import os
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from foedus.web.limits import Limits

from .conftest import CASE, HOST, SMALL, finished

schemathesis = pytest.importorskip("schemathesis")
checkers = pytest.importorskip("schemathesis.checks")
openapi = pytest.importorskip("schemathesis.specs.openapi.checks")
REQUESTS = int(os.environ.get("FOEDUS_FUZZ", "80"))
"""Requests in all, about: each operation has its share."""
CHECKS = [
    checkers.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
    openapi.negative_data_rejection,
]
LIMITS = Limits(futures=300, waiting=3, jobs=50, uploads=5, rate=1e9, burst=10**9, patience=5.0)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_no_request_makes_it_fail(start, mode):
    described = schemathesis.openapi.from_asgi("/api/openapi.json", start(limits=LIMITS).app, headers={"Host": HOST})
    operations = [found.ok() for found in described.get_all_operations()]
    sent, there = Counter(), {"case": CASE, "job": _asked(described)}
    for operation in operations:
        with suppress(Unsatisfiable):  # nothing is wrong for an operation that takes nothing
            names = [one.name for one in operation.path_parameters]
            known = {name: there[name] for name in names if name in there and mode.is_positive}
            _fuzz(operation.as_strategy(generation_mode=mode), max(2, REQUESTS // 2 // len(operations)), sent, known)
    assert len(operations) > 15
    assert not [status for status in sent if status >= 500 and status != 503]
    print(f"{mode.value}: {sent.total():,} requests, by status {dict(sorted(sent.items()))}")


def _asked(described):
    """The id of a job."""
    asked = described["/api/cases/{case}/assess"]["POST"].Case(
        path_parameters={"case": CASE}, body=SMALL, media_type="application/json"
    )
    return asked.call(headers={"Host": HOST}).json()["id"]


def _fuzz(cases, most, sent, known):
    """Send requests of an operation, every other one about what is there, and check each answer against the description."""

    @settings(max_examples=most, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate])
    @given(case=cases)
    def one(case):
        if known and sent.total() % 2:
            case.path_parameters = {**case.path_parameters, **known}
        found = case.call(headers={"Host": HOST})
        sent[found.status_code] += 1
        case.validate_response(found, checks=CHECKS)

    # Of Python 3.11, where another thread reads source: "AST constructor recursion depth mismatch"
    for _ in range(2):
        with suppress(SystemError):
            one()
            return
    one()


def options(described):
    content = described["paths"]["/api/cases/{case}/assess"]["post"]["requestBody"]["content"]
    return content["application/json"]["schema"]["properties"]


def test_the_description_knows_every_option_and_the_answer(client):
    found = client.get("/api/openapi.json").json()
    assert {"futures", "horizon", "seed", "order", "without", "adherence", "tolerance", "beliefs"} <= set(
        options(found)
    )
    assert options(found)["futures"]["maximum"] == 20_000
    answer = found["paths"]["/api/answers/{job}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["$ref"].endswith("/Answer")
    assert "tolerances" in found["components"]["schemas"]["Answer"]["properties"]
    assert "HTTPValidationError" not in found["components"]["schemas"]


def test_an_answer_is_as_it_is_described(client, answered):
    jsonschema = pytest.importorskip("jsonschema")
    found = client.get("/api/openapi.json").json()
    answer = client.get(f"/api/answers/{answered.id}").json()
    jsonschema.validate(answer, {"$ref": "#/components/schemas/Answer", "components": found["components"]})
    defaults = {name: one["default"] for name, one in options(found).items()}
    assert finished(client, answered.id)["question"] == {**defaults, **SMALL}
    assert answer["case"] == CASE
