"""Jobs: in their order, told, cancelled, refused when there are too many, and gone on with."""

import json
import threading
import time

import pytest

from foedus.errors import InputError
from foedus.web.jobs import Jobs
from foedus.web.kept import JobFiles
from foedus.web.limits import Limits
from foedus.web.refusal import RefuseError

LANES = {"assess": "answers", "workbench": "pages"}


def name(number):
    return f"{number:032x}"


class Work:
    """Work that a test lets begin, go on and end."""

    def __init__(self):
        self.done = []
        self.go = threading.Event()
        self.begun = threading.Event()

    def __call__(self, job, progress):
        self.begun.set()
        while not self.go.wait(0.005):
            progress(1, 2, "waiting for the test")
        if job.question.get("bad"):
            raise InputError("futures 0 is not allowed: a whole number from 1 to 10; ask for more")
        if job.question.get("broken"):
            raise ZeroDivisionError("a secret of the program")
        self.done.append(job.id)


@pytest.fixture
def desk(tmp_path):
    """A started queue in a folder; `again` is the next server in it."""
    opened = []

    class Made:
        work = Work()

        def again(self, renamed=lambda job: job.id):
            self.work = Work()
            self.jobs = Jobs(JobFiles(tmp_path), LANES, self.work, Limits())
            self.jobs.start(renamed)
            opened.append(self)
            return self.jobs

        def state(self, number, wanted, within=10.0):
            ends = time.monotonic() + within
            while (found := self.jobs.get(name(number)).file.state) != wanted and time.monotonic() < ends:
                time.sleep(0.005)
            assert found == wanted

    made = Made()
    made.again()
    yield made
    for each in opened:
        each.work.go.set()
        each.jobs.close()


def ask(desk, number, kind="assess", **question):
    return desk.jobs.ask(name(number), kind, "us-rok", question)


def test_jobs_are_done_in_their_order_and_once(desk):
    asked = [ask(desk, number) for number in (1, 2, 3)]
    assert ask(desk, 2) is asked[1]
    desk.work.go.set()
    desk.state(3, "done")
    assert desk.work.done == [name(1), name(2), name(3)]


def test_an_answer_waits_for_no_workbench(desk):
    ask(desk, 1, "workbench")
    desk.work.begun.wait(5)
    ask(desk, 2)
    desk.state(2, "running")
    desk.state(1, "running")


def test_a_running_job_is_cancelled_and_the_next_one_begins(desk):
    ask(desk, 1)
    ask(desk, 2)
    desk.state(1, "running")
    desk.jobs.cancel(name(1))
    desk.state(1, "cancelled")
    desk.state(2, "running")
    desk.jobs.cancel(name(2))
    desk.state(2, "cancelled")
    assert desk.work.done == []


def test_a_waiting_job_is_cancelled_at_once_and_can_be_asked_again(desk):
    ask(desk, 1)
    ask(desk, 2)
    assert desk.jobs.cancel(name(2)).file.state == "cancelled"
    ask(desk, 2)
    desk.work.go.set()
    desk.state(2, "done")
    assert desk.work.done == [name(1), name(2)]


def test_too_many_are_refused(tmp_path):
    work = Work()
    jobs = Jobs(JobFiles(tmp_path), LANES, work, Limits(waiting=2))
    jobs.start(lambda job: job.id)
    for number in (1, 2):
        jobs.ask(name(number), "assess", "us-rok", {})
    with pytest.raises(RefuseError, match="wait for one, or cancel one") as refused:
        jobs.ask(name(3), "assess", "us-rok", {})
    assert refused.value.status == 429
    work.go.set()
    jobs.close()


def test_a_refusal_is_told_in_its_words_and_a_failure_without_its_secrets(desk, capfd):
    desk.work.go.set()
    ask(desk, 1, bad=True)
    ask(desk, 2, broken=True)
    desk.state(2, "failed")
    told = desk.jobs.get(name(1)).file.error.error
    assert told.what.startswith("futures 0 is not allowed")
    assert (told.value, told.allowed, told.fix) == ("0", "a whole number from 1 to 10", "ask for more")
    assert "secret" not in desk.jobs.get(name(2)).file.model_dump_json()
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_server_that_ends_leaves_its_jobs_to_the_next(desk):
    for number in (1, 2):
        ask(desk, number)
    desk.state(1, "running")
    desk.jobs.close()
    assert [job.file.state for job in desk.jobs.every()] == ["waiting", "waiting"]
    with pytest.raises(RefuseError, match="being stopped"):
        ask(desk, 3)
    desk.again()
    desk.work.go.set()
    desk.state(2, "done")
    assert desk.work.done == [name(1), name(2)]


def test_jobs_of_another_program_get_its_name(desk):
    ask(desk, 1)
    desk.state(1, "running")
    desk.jobs.close()
    desk.again(renamed=lambda job: name(7))
    desk.work.go.set()
    desk.state(7, "done")
    assert [job.file.id for job in desk.jobs.every()] == [name(7)]


def test_a_damaged_file_of_a_job_stops_nothing(desk, tmp_path):
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "latin.json").write_bytes(b"\xff\xfe")
    for number, day in enumerate(("2026-01-01T00:00:00", "2026-01-01T00:00:00Z")):
        job = {"id": name(number), "kind": "assess", "case": "us-rok", "question": {}, "state": "done", "asked": day}
        (tmp_path / f"{number}.json").write_text(json.dumps(job), encoding="utf-8")
    jobs = desk.again()
    assert [job.file.id for job in jobs.every()] == [name(1)]


def test_old_files_go_first(tmp_path):
    work = Work()
    work.go.set()
    jobs = Jobs(JobFiles(tmp_path), LANES, work, Limits(jobs=3))
    jobs.start(lambda job: job.id)
    for number in range(6):
        jobs.ask(name(number), "assess", "us-rok", {})
        while jobs.get(name(number)).open:
            time.sleep(0.002)
    jobs.close()
    assert len(jobs.every()) <= 4
    assert jobs.found(name(5)) is not None
    assert len(list(tmp_path.glob("*.json"))) == len(jobs.every())
