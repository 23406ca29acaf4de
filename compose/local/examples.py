"""Are the examples of an OpenAPI document valid against the schemas that they stand beside? Run by the Python of the
conformance tests' virtual environment, which has jsonschema."""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator


def contents(document):
    """(where, content) of every body, answer and refusal."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method.upper()} {path}"
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{where} body {media}", content
            for status, response in operation["responses"].items():
                for media, content in response.get("content", {}).items():
                    yield f"{where} {status} {media}", content
            for parameter in operation.get("parameters", []):
                yield f"{where} parameter {parameter['name']}", parameter
    for name, response in document["components"]["responses"].items():
        for media, content in response["content"].items():
            yield f"{name} {media}", content


def mistakes(document):
    for where, content in contents(document):
        if "example" in content:
            schema = {**content["schema"], "components": document["components"]}
            for error in Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(content["example"]):
                yield f"{where}: {error.json_path} {error.message[:200]}"
        elif "parameter" not in where and "text/html" not in where and "openapi.json" not in where:
            yield f"{where}: no example"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for member in ("tags", "summary", "description", "operationId"):
                if not operation.get(member):
                    yield f"{method.upper()} {path}: no {member}"


if __name__ == "__main__":
    found = list(mistakes(json.loads(Path(sys.argv[1]).read_text())))
    print("\n".join(found) or "every example is valid")
    sys.exit(1 if found else 0)
