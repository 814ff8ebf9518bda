"""Fuzzed from its own description: `make fuzz` sends 10,000 requests and more."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from foedus.web.limits import Limits

from .conftest import CASE, SMALL, finished

schemathesis = pytest.importorskip("schemathesis")
REQUESTS = int(os.environ.get("FOEDUS_FUZZ", "80"))
"""Requests in all, at most: each operation has its share."""
OPERATIONS = 20
LIMITS = Limits(futures=300, waiting=3, jobs=50, uploads=5, rate=1e9, burst=10**9, patience=5.0)
sent: list[int] = []


@pytest.fixture(scope="module")
def described(start):
    with start(limits=LIMITS) as client:
        yield schemathesis.openapi.from_asgi("/api/openapi.json", client.app, base_url=str(client.base_url))
    if os.environ.get("FOEDUS_FUZZ"):
        print(f"\n{len(sent):,} requests, by status { ({one: sent.count(one) for one in sorted(set(sent))}) }")


fuzzed = schemathesis.pytest.from_fixture("described")


@fuzzed.parametrize()
@settings(
    max_examples=max(2, REQUESTS // OPERATIONS),
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_makes_it_fail(case):
    checks = schemathesis.checks
    found = case.call(headers={"Host": "127.0.0.1:8765"})
    sent.append(found.status_code)
    case.validate_response(
        found,
        checks=[
            checks.not_a_server_error,
            checks.load_all_checks and checks.CHECKS.get_one("status_code_conformance"),
            checks.CHECKS.get_one("content_type_conformance"),
            checks.CHECKS.get_one("response_schema_conformance"),
            checks.CHECKS.get_one("negative_data_rejection"),
        ],
    )


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
