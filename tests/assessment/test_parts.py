"""An assessment in parts, and over a cluster, is the assessment of one machine to the last digit."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.assessment.one_candidate import ASKED as SPECIFICATION
from typer.testing import CliRunner

import foedus
from foedus.assessment.answer import Answer
from foedus.assessment.parts import ASKED, gather, keep_part, part_of
from foedus.cli import app
from foedus.errors import InputError
from foedus.simulation.cluster import connected
from foedus.simulation.study import Study
from foedus.world.schema import Case

RURITANIA = Path(__file__).parent / "ruritania.yaml"
ASKED_FOR = {"futures": 60, "horizon": 3, "seed": 4, "specification": SPECIFICATION}


@pytest.fixture(scope="module")
def case() -> Case:
    return foedus.load_case(RURITANIA)


@pytest.fixture(scope="module")
def alone(case: Case) -> Answer:
    return foedus.assess(case, **ASKED_FOR)


@pytest.fixture(scope="module")
def parts(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared") / "parts"
    for part in (3, 1, 2):
        keep_part(case, part, 3, folder, **ASKED_FOR)
    return folder


def test_parts_in_any_order_give_the_answer_of_one_machine(parts: Path, alone: Answer) -> None:
    assert gather(parts) == alone


def test_a_part_that_is_run_again_changes_nothing(parts: Path, case: Case, alone: Answer) -> None:
    before = sorted(path.name for path in (parts / "chunks").iterdir())
    keep_part(case, 2, 3, parts, **ASKED_FOR)
    assert sorted(path.name for path in (parts / "chunks").iterdir()) == before
    assert gather(parts) == alone


def test_missing_and_damaged_chunks_are_told_or_made_again(case: Case, alone: Answer, tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    keep_part(case, 1, 2, folder, **ASKED_FOR)
    with pytest.raises(InputError, match=r"lacks \d+ of the chunks; run 2/2 with"):
        gather(folder)
    keep_part(case, 2, 2, folder, **ASKED_FOR)
    some = sorted((folder / "chunks").glob("*.kept"))[0]
    some.write_bytes(some.read_bytes()[:-7])
    assert gather(folder) == alone


def test_a_folder_takes_one_question(parts: Path, case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds 3 parts, not 4"):
        keep_part(case, 1, 4, parts, **ASKED_FOR)
    with pytest.raises(InputError, match="holds parts of another question"):
        keep_part(case, 1, 3, parts, **ASKED_FOR | {"seed": 5})
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="is no folder of parts, and not empty"):
        keep_part(case, 1, 3, tmp_path, **ASKED_FOR)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_part_that_could_not_be_kept_is_no_success(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    keep_part(case, 1, 2, folder, **ASKED_FOR)
    shutil.rmtree(folder / "chunks")
    (folder / "chunks").write_text("in the way")
    with pytest.raises(InputError, match="could not be kept in"):
        keep_part(case, 2, 2, folder, **ASKED_FOR)


def test_parts_that_begin_together_have_one_question(case: Case, tmp_path: Path) -> None:
    (tmp_path / f".{ASKED}.1234").write_text("being written")
    keep_part(case, 1, 9, tmp_path, **ASKED_FOR)
    assert (tmp_path / ASKED).is_file()


def test_a_pact_that_cannot_be_is_refused_before_any_work(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown state 'XXX'"):
        keep_part(case, 1, 3, tmp_path / "parts", pacts="RUR-XXX", **ASKED_FOR)
    assert not (tmp_path / "parts").exists()


def test_a_folder_that_is_none_or_damaged_is_refused(parts: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder of parts"):
        gather(tmp_path)
    text = (parts / ASKED).read_text()
    (tmp_path / ASKED).write_text(text[: len(text) // 2])
    with pytest.raises(InputError, match="is not what was asked in parts of this version"):
        gather(tmp_path)
    (tmp_path / ASKED).write_text(text.replace(f'"version":"{foedus.__version__}"', '"version":"0.0.9"'))
    with pytest.raises(InputError, match=r"of foedus 0\.0\.9, and this is"):
        gather(tmp_path)


@pytest.mark.parametrize("text", ["3", "0/4", "5/4", "a/b", "1/2/3", "1/-2", "", "1/9999999", "²/3"])
def test_a_part_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="part"):
        part_of(text)


def test_the_commands(case: Case, alone: Answer, tmp_path: Path) -> None:
    folder, out = tmp_path / "parts", tmp_path / "answer.json"
    words = [f"--specification={one}" for one in SPECIFICATION]
    for part in ("1/2", "2/2"):
        asked = [
            "assess",
            str(RURITANIA),
            "--futures=60",
            "--horizon=3",
            "--seed=4",
            *words,
            "--part",
            part,
            "--out",
            str(folder),
        ]
        found = CliRunner().invoke(app, asked)
        assert found.exit_code == 0, found.output
        assert f"part {part}:" in found.stdout
    assert CliRunner().invoke(app, ["gather", str(folder), "--out", str(out)]).exit_code == 0
    assert Answer.model_validate_json(out.read_text()) == alone


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=False,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
            protocol="tcp",
        ) as cluster:
            yield cluster.scheduler_address


def test_two_workers_give_the_answer_of_one_machine(address: str, case: Case, alone: Answer) -> None:
    with connected(address) as cluster:
        assert cluster.threads == 2
        assert foedus.assess(case, cluster=cluster, **ASKED_FOR) == alone


def test_a_worker_that_is_lost_takes_no_question_with_it(case: Case) -> None:
    distributed = pytest.importorskip("distributed")
    question = Study(case, horizon=2, engine="reference").question()
    here = {"dashboard_address": "127.0.0.1:0", "host": "127.0.0.1", "protocol": "tcp", "silence_logs": 50}
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, **here) as made,
        connected(made.scheduler_address) as cluster,
    ):
        cluster.count(question, (0, 4, False), "first")
        holds = [one for one in made.workers.values() if any(not str(key).startswith("chunk-") for key in one.data)]
        assert len(holds) == 1
        made.sync(holds[0].close)
        after = cluster.count(question, (4, 4, False), "second")
        assert after["tally.futures"].sum() == 4


@pytest.mark.parametrize("address", ["", "127.0.0.1", "http://127.0.0.1:99", "tcp://127.0.0.1"])
def test_an_address_that_is_none_is_refused_at_once(address: str) -> None:
    with pytest.raises(InputError, match="is no address"), connected(address):
        pass


def test_a_scheduler_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foedus.simulation.cluster.WAIT", 1)
    with pytest.raises(InputError, match="no scheduler answers at 'tcp://"), connected("tcp://127.0.0.1:9"):
        pass
