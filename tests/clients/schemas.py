"""Validates the JSON export against its own schema, and the Popolo export against the Popolo schema."""

import json
from pathlib import Path

import jsonschema

from expected import folder

here = Path(__file__).parent
checked = [
    (folder() / "registry.json", folder() / "registry.schema.json"),
    (folder() / "popolo.json", here / "popolo.schema.json"),
]
wrong = []
for document, schema in checked:
    schema = json.loads(schema.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    found = list(validator.iter_errors(json.loads(document.read_text(encoding="utf-8"))))
    print(f"{document.name}: {len(found)} errors")
    wrong += [(document.name, error.json_path, error.message[:200]) for error in found]
names = {name for name, _, _ in wrong}
for error in wrong[:20]:
    print(*error)
if names:
    raise SystemExit(f"not as their schemas say: {', '.join(sorted(names))}")
