"""The API is as its document says: schemathesis asks what the document allows, and what it does not."""

import pytest
from hypothesis import HealthCheck, settings
from schemathesis import openapi
from schemathesis.checks import positive_data_acceptance

from webapp.api.openapi import document


def closed(schema):
    """Return a schema whose objects have no properties but those that it names."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(each) for name, each in schema.items()}
    return {**inner, "additionalProperties": False} if schema.get("type") == "object" else inner


WRITTEN = document()
API = openapi.from_dict({**WRITTEN, "components": closed(WRITTEN["components"])})


@API.parametrize()
@settings(max_examples=15, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_the_document_says(case, app):
    API.app = case.operation.app = app
    # A day that no calendar has, and nothing asked, are refused though no schema can say so.
    case.call_and_validate(
        excluded_checks=[positive_data_acceptance], headers={"Accept-Encoding": "identity"}
    )


def test_the_document_is_openapi():
    API.validate()


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/search", "/api/search?q=drones+introuvablle&limit=1"),
        ("/api/search", "/api/search?q=baleine&limit=100"),
        ("/api/counts", "/api/counts?q=drones&by=bulletin,day"),
        ("/api/item/{id}", "/api/item/coree"),
        ("/api/item", "/api/item?id=.."),
        ("/api/bulletin/{id}", "/api/bulletin/midi"),
        ("/api/day/{date}", "/api/day/2024-11-07"),
    ],
)
def test_answers_with_content_are_as_the_document_says(client, path, address):
    response = client.get(address)
    assert response.status_code == 200
    API[path]["GET"].validate_response(response)
