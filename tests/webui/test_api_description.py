"""The description of the API is true: what it promises is what the addresses answer."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from selectolax.lexbor import LexborHTMLParser

from tests.webui.conftest import settings_of
from webui.api.openapi import openapi
from webui.api.operations import OPERATIONS, ROOT
from webui.app import create_app
from webui.errors import ERROR_KINDS
from webui.params import PARAMETERS

LANGUAGES = ("sw", "en")
ADDRESSES = (
    "/search?q=wakurugenzi",
    "/search?q=wakurugenzi&eleza=1&lugha=en",
    "/search?q=wakala&taasisi=hakuna",
    "/search?q=xylofonium",
    "/answer?q=dira ya wakala",
    "/jibu?q=xylofonium",
    "/suggest?q=wa",
    "/complete?swali=wa&limit=2",
    "/documents",
    "/documents?idadi=3",
    "/documents?institution=hakuna",
    "/documents/zanzibar/idara.md?q=mifumo",
    "/documents/zanzibar%2Fidara.md",
    "/documents/bara/historia-na-sheria.html",
    "/sections?hati=zanzibar/idara.md",
    "/section?document=bara/misingi-mikuu.md&section=uadilifu&q=uadilifu",
    "/facets",
    "/facets?q=wakala",
    "/facets/taasisi",
    "/facets/document?limit=2",
    "/changes",
    "/changes?tangu=1",
)


def closed(schema: Any) -> Any:
    """Return a schema whose objects have the keys that it names and no others."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {name: closed(value) for name, value in schema.items()}
    if inside.get("type") == "object" and "properties" in inside:
        inside["additionalProperties"] = False
    return inside


def operation_of(path: str) -> dict[str, Any]:
    """Return the description of the address of *path*, a path without ROOT."""
    paths = openapi("en")["paths"]
    name = ROOT + path.partition("?")[0]
    for prefix, place in (("/documents/", "{id}"), ("/facets/", "{name}")):
        if path.startswith(prefix):
            name = f"{ROOT}{prefix}{place}"
    return paths[name]["get"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_response_is_what_its_schema_says(path, client):
    """No key is missing and none is more: a client made from the description reads everything."""
    answer = client.get(ROOT + path)
    assert answer.status_code == 200
    content = operation_of(path)["responses"]["200"]["content"]["application/json"]
    schema = closed({**content["schema"], "components": openapi("en")["components"]})
    jsonschema_rs.validator_for(schema).validate(answer.json())


def test_every_problem_is_what_its_schema_says(client):
    """An error has the same shape everywhere."""
    schema = closed(
        {
            "$ref": "#/components/schemas/Problem",
            "components": openapi("en")["components"],
        }
    )
    for path in ("/search", "/none", "/documents/none.md", "/changes?since=9999"):
        answer = client.get(ROOT + path)
        assert answer.headers["content-type"] == "application/problem+json"
        jsonschema_rs.validator_for(schema).validate(answer.json())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_is_valid_and_served(language, client):
    """It is OpenAPI 3.1: its schemas are valid, and every reference leads somewhere."""
    answer = client.get(f"{ROOT}/openapi.json", params={"lugha": language})
    description = answer.json()
    assert description["openapi"] == "3.1.0"
    for schema in description["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)
    for reference in references(description):
        target = description
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]
        assert target


def references(part: Any) -> list[str]:
    """Return every $ref in a part of a description."""
    if isinstance(part, list):
        return [one for inner in part for one in references(inner)]
    if not isinstance(part, dict):
        return []
    here = [part["$ref"]] if "$ref" in part else []
    return here + [one for inner in part.values() for one in references(inner)]


def test_each_description_has_the_names_of_its_language():
    """A program made from the Swahili description asks in Swahili; both know the other name."""
    for column, language in enumerate(LANGUAGES):
        for operation in OPERATIONS:
            described = openapi(language)["paths"][ROOT + operation.path]["get"]["parameters"]
            named = {row["name"]: row["x-other-name"] for row in described if row["in"] == "query"}
            assert named == {
                PARAMETERS[row.name][column]: PARAMETERS[row.name][1 - column]
                for row in operation.parameters
            }


def test_every_parameter_has_two_names():
    """One name in each language, and no name means two things."""
    names = [name for pair in PARAMETERS.values() for name in pair]
    assert len(names) == len(set(names))


CONFIG = schemathesis.Config.from_dict(
    {
        # 404, 410: no document has the generated id, no list the generated cursor. 414: bad
        # requests of this size are refused before their parameters are read.
        "checks": {
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "304", "404", "410", "414"],
            },
            "negative_data_rejection": {
                "expected-statuses": ["400", "404", "405", "414"],
            },
        },
    }
)
GENERATED = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", [operation.path for operation in OPERATIONS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_generated_requests_find_no_fault(language, path, mode, corpus, shipped_index):
    """Good and bad requests, made from the description: no answer is other than it says."""
    app = create_app(settings_of(corpus, shipped_index))
    address = f"{ROOT}/openapi.json?lugha={language}"
    described = schemathesis.openapi.from_asgi(address, app, config=CONFIG)
    operation = described[ROOT + path]["GET"]

    @GENERATED
    @given(operation.as_strategy(generation_mode=mode))
    def generated(case):
        case.call_and_validate()

    generated()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_describes_every_address_and_problem(language, client):
    """A person reads the same, in one language, without a script or an outside request."""
    page = client.get(f"{ROOT}/", params={"lugha": language})
    assert page.status_code == 200
    shown = LexborHTMLParser(page.text)
    assert shown.css_first("html").attributes["lang"] == language
    for operation in OPERATIONS:
        assert f"{ROOT}{operation.path}" in page.text
        for row in operation.parameters:
            assert all(f"<code>{name}</code>" in page.text for name in row.names)
    for kind in ERROR_KINDS:
        assert shown.css_first(f"#problem-{kind}")
    for link in shown.css("section.operation a"):
        assert client.get(link.attributes["href"]).status_code == 200
    assert client.get("/api", follow_redirects=False).headers["location"] == f"{ROOT}/"


def test_the_description_is_small_enough_to_read():
    """A developer reads it whole: less than 100 kB."""
    assert len(json.dumps(openapi("sw"))) < 100_000
