"""Belief files: read as they are written, and refused in a line with file, line and field."""

import pytest

from foedus.errors import CaseError, InputError
from foedus.intake.limits import DEPTH, TEXT_BYTES
from foedus.world.beliefs import FIRST, BeliefFile, file_of, load_beliefs, taken_beliefs

TEXT = """\
name: doubter
base: sceptical
effects:
  presence.joining: { mean: 0.2, sd: 0.4, reason: Troops move the public little. }
  load.elsewhere: { mean: 0, sd: 0 }
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "doubter.yaml"


def read(path, text):
    path.write_text(text, encoding="utf-8")
    return load_beliefs(path)


def test_a_file_says_what_is_believed(path):
    found = read(path, TEXT)
    assert (found.name, found.base) == ("doubter", "sceptical")
    assert (found.of("presence.joining").mean, found.of("presence.joining").sd) == (0.2, 0.4)
    assert found.of("load.elsewhere").mean == 0.0
    assert found.of("presence.initiation") == load_beliefs("sceptical").of("presence.initiation")


def test_a_file_survives_the_way_through_json(path):
    found = read(path, TEXT)
    again = BeliefFile.model_validate_json(file_of(found).model_dump_json())
    assert again.beliefs() == found
    assert taken_beliefs(again) == found
    assert file_of(load_beliefs("optimist")) is None


def test_the_default_base_is_the_literature(path):
    assert read(path, "name: a\neffects:\n  integrity.load: { mean: 1, sd: 1 }\n").base == "literature"


@pytest.mark.parametrize("name", ["OPTIMIST", " optimist", "Optimist"])
def test_shipped_beliefs_are_found_however_they_are_spelt(name):
    assert load_beliefs(name).name == "optimist"


BAD = {
    "unknown effect": (
        "  presence.joning: { mean: 0, sd: 1 }",
        "4: effects.presence.joning: unknown effect 'presence.jo",
    ),
    "nearest": ("  presence.joning: { mean: 0, sd: 1 }", "did you mean 'presence.joining'"),
    "twice": (
        "  integrity.load: { mean: 0, sd: 1 }\n  integrity.load: { mean: 1, sd: 1 }",
        ":5: effects.integrity.load: is given",
    ),
    "negative sd": (
        "  integrity.load: { mean: 0, sd: -1 }",
        ":4: effects.integrity.load.sd: is -1; allowed: above 0, to 20",
    ),
    "no sd": ("  integrity.load: { mean: 0, sd: 0 }", ":4: effects.integrity.load.sd: is 0; allowed: above 0"),
    "missing sd": ("  integrity.load: { mean: 0 }", ":4: effects.integrity.load.sd: is missing"),
    "a switch with an sd": (
        "  load.elsewhere: { mean: 1, sd: 0.5 }",
        ":4: effects.load.elsewhere.sd: is 0.5; 'load.elsewhere' is",
    ),
    "infinite": (
        "  integrity.load: { mean: .inf, sd: 1 }",
        ":4: effects.integrity.load.mean: should be a number",
    ),
    "too large": ("  integrity.load: { mean: 1e400, sd: 1 }", ":4: effects.integrity.load.mean: is 1e400, too large"),
    "not a number": (
        "  integrity.load: { mean: .nan, sd: 1 }",
        ":4: effects.integrity.load.mean: should be a number",
    ),
    "a text": ("  integrity.load: { mean: '0.1', sd: 1 }", ":4: effects.integrity.load.mean: should be a number"),
    "out of range": ("  war.misread: { mean: 1.5, sd: 0.1 }", ":4: effects.war.misread.mean: is 1.5; allowed: 0 to 1"),
    "too wide": (
        "  war.misread: { mean: 0.5, sd: 0.9 }",
        ":4: effects.war.misread.sd: is 0.9; allowed: above 0, to 0.5",
    ),
    "unknown field": ("  integrity.load: { mean: 0, width: 1 }", "unknown field 'width'"),
    "too deep": ("  integrity.load: " + "[" * (DEPTH + 1) + "]" * (DEPTH + 1), "levels deep"),
    "no effect": ("", ":3: effects: must hold effects, each as NAME"),
}


@pytest.mark.parametrize(("effects", "said"), BAD.values(), ids=BAD)
def test_a_bad_effect_is_refused_by_line(path, effects, said):
    with pytest.raises(CaseError) as refused:
        read(path, f"name: doubter\nbase: literature\neffects:\n{effects}\n")
    assert str(refused.value).startswith(f"{path}:")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_only_as_many_bad_effects_are_looked_into_as_are_told(path, monkeypatch):
    looked_into = []
    monkeypatch.setattr("foedus.world.beliefs.unknown", lambda *of: looked_into.append(of) or "unknown")
    with pytest.raises(CaseError) as refused:
        read(path, "name: doubter\neffects:\n" + "".join(f"  e{k}: {{ mean: 0, sd: 1 }}\n" for k in range(200)))
    assert len(refused.value.args) == len(looked_into) == FIRST


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("name: literature", ":1: name: is 'literature', the name of shipped beliefs"),
        ("name: My Beliefs", ":1: name: must be lower-case words joined by hyphens"),
        ("name: a\nbase: optimst", ":2: base: should be 'sceptical', 'literature' or 'optimist'"),
        ("base: literature", ": name: is missing"),
    ],
)
def test_a_bad_head_is_refused_by_line(path, head, said):
    with pytest.raises(CaseError) as refused:
        read(path, f"{head}\neffects:\n  integrity.load: {{ mean: 0, sd: 1 }}\n")
    assert said in str(refused.value)


def test_what_is_no_file_of_beliefs_is_refused(path):
    with pytest.raises(CaseError, match="must hold fields"):
        read(path, "- a\n")
    path.write_bytes(b"#" * (TEXT_BYTES + 1))
    with pytest.raises(InputError, match="at most 4,000,000 are read"):
        load_beliefs(path)
    with pytest.raises(InputError, match="No such file"):
        load_beliefs(path.with_name("none.yaml"))
    with pytest.raises(InputError, match=r"unknown beliefs 'doubter' .*; or give a path that ends in .yaml"):
        load_beliefs("doubter")
    with pytest.raises(InputError, match="are not allowed"):
        taken_beliefs(3)
