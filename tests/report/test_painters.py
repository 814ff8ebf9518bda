"""Painters draw what this process draws, and whatever becomes of them a picture is drawn."""

from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import pytest

from foedus.cache import Cache
from foedus.report import painters

SPECS = [
    {"data": {"values": [{"a": k, "b": k**2, "c": "\u201cé\u201d"} for k in range(n)]}, "mark": "point", "encoding": {
        "x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}, "color": {"field": "c"},
    }}
    for n in range(4)
]  # fmt: skip
WRONG = {"mark": "no such mark", "data": {"values": [{}]}}


@pytest.fixture
def painter(monkeypatch, tmp_path):
    """One painter, and no other, and no picture that was drawn before."""
    monkeypatch.setattr(painters.pictures, "kept", lambda: Cache(tmp_path / "pictures", 1_000_000, "a picture"))
    monkeypatch.setattr(painters, "MOST", 1)
    monkeypatch.setattr(painters, "_painters", [])
    monkeypatch.setattr(painters, "_idle", SimpleQueue())
    painters.start(2)
    [found] = painters._painters
    yield found
    found.end()


def test_a_painter_draws_what_this_process_draws_and_from_several_threads(painter):
    here = [painters.drawn_here(spec) for spec in SPECS]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(painter.svg, SPECS[:1])) == here[:1]
        assert list(pool.map(painters.svg, SPECS)) == here
    assert painter.svg({**WRONG, "mark": object()}) is None


def test_a_picture_that_was_drawn_before_is_not_drawn_again_and_another_is(painter, monkeypatch):
    first = painters.svg(SPECS[3])
    monkeypatch.setattr(painter, "svg", lambda spec: None)
    monkeypatch.setattr(painters, "drawn_here", lambda spec: "drawn")
    assert painters.svg(SPECS[3]) == first
    assert painters.svg({**SPECS[3], "mark": "line"}) == "drawn"


def test_what_a_painter_cannot_draw_is_refused_as_here(painter):
    with pytest.raises(ValueError, match="conversion failed") as here:
        painters.drawn_here(WRONG)
    with pytest.raises(ValueError, match="conversion failed") as asked:
        painters.svg(WRONG)
    assert str(asked.value) == str(here.value)
    assert painter.svg(SPECS[1]) == painters.drawn_here(SPECS[1])


def test_a_painter_that_ended_is_done_without(painter):
    painter.end()
    assert painter.svg(SPECS[2]) is None
    assert painters.svg(SPECS[2]) == painters.drawn_here(SPECS[2])


def test_there_are_none_where_none_may_be(monkeypatch):
    monkeypatch.setattr(painters, "_painters", [])
    monkeypatch.setattr(painters.subprocess, "Popen", lambda *given, **more: pytest.fail("a process was started"))
    painters.start(2)
    assert painters.together() == 1
    monkeypatch.setattr(painters, "MOST", 2)
    monkeypatch.setattr(painters.subprocess, "Popen", _refused)
    painters.start(2)
    assert painters.svg(SPECS[0]) == painters.drawn_here(SPECS[0])


def _refused(*given, **more):
    raise OSError("no memory")
