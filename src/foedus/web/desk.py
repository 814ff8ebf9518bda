"""What the routes do: take a question, look whether it was answered, else put it into a queue; give files of answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from foedus.assessment import question as asking
from foedus.assessment.question import Option
from foedus.assessment.remembered import installed
from foedus.errors import FoedusError, InputError
from foedus.intake.json_text import parse_json
from foedus.progress import Progress
from foedus.simulation.store import Store
from foedus.web.jobs import Job, Jobs
from foedus.web.kept import Answers, JobFile, JobFiles, name_of
from foedus.web.kinds import FIRST, KINDS, Kind
from foedus.web.limits import Limits
from foedus.web.refusal import RefuseError
from foedus.web.uploads import Uploads
from foedus.world.case import names_file
from foedus.world.order import order_names


class Desk:
    """One server's questions and answers, in a folder and a store."""

    def __init__(self, folder: Path, store: Store, limits: Limits, threads: int | None = None) -> None:
        self.limits = limits
        self.uploads = Uploads(folder, limits)
        self._threads = threads
        self._answers = Answers(store)
        self._program = name_of(json.dumps(installed()))
        self._room = threading.BoundedSemaphore(limits.at_once)
        self._drawing = threading.Lock()
        lanes = {name: kind.lane for name, kind in KINDS.items()}
        self.jobs = Jobs(JobFiles(folder / "jobs"), lanes, self._do, limits)

    def start(self, warm: bool) -> None:
        """Go on with what was asked before; `warm`: make the simulator ready for what will be."""
        self.jobs.start(self._renamed)
        if warm:
            threading.Thread(target=self._warm, name="foedus warm", daemon=True).start()

    def _warm(self) -> None:
        """Load or compile the simulator, by first numbers of a few futures."""
        asked = asking.taken(FIRST.options, {"futures": 200})
        with suppress(Exception):
            self.first(self.uploads.every("cases")[0], asked)

    def taken(self, kind: Kind, body: bytes) -> dict[str, Any]:
        """The question of a request: every option, as given or by default. Raises InputError, in the words of the command."""
        return self.within(kind, json_object(body) if body.strip() else {})

    def within(self, kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
        """A question within the limits of the server, whose names are known ones and lead to no file."""
        asked = asking.taken(kind.options, given)
        if asked["futures"] > self.limits.futures:
            raise InputError(
                f"futures {asked['futures']} is not allowed: at most {self.limits.futures:,} are run here; "
                f"use the command line, 'foedus {kind.verb}'"
            )
        return asked | {option.name: self._named(option, asked[option.name]) for option in kind.options}

    def _named(self, option: Option, value: Any) -> Any:
        """What is given for an option, beliefs by the name they are kept under. Refuses a name that the library would take for
        the path of a file."""
        if option.choices == "beliefs":
            return self.uploads.spelt(value, "beliefs")
        if option.choices == "orders":
            for name in [value] if isinstance(value, str) else value:
                if names_file(name):
                    known = ", ".join(order_names())
                    raise InputError(f"order '{name[:60]}' is not allowed: an order that ships (known: {known})")
        return value

    def first(self, case: str, asked: dict[str, Any]) -> bytes:
        """First numbers, at once. Raises RefuseError where others keep the machine busy."""
        name = self._name("first", FIRST, case, asked)
        if found := self._answers.get(name, FIRST.main):
            return found
        if not self._room.acquire(timeout=self.limits.patience):
            raise RefuseError(429, "others are being answered; ask again in some seconds", {"Retry-After": "5"})
        try:
            return self._answered(FIRST, name, case, asked, lambda done, total, what: None)
        finally:
            self._room.release()

    def ask(self, kind: str, case: str, asked: dict[str, Any]) -> Job:
        """The job of a question: done where it was answered before, else new or waiting. Raises InputError."""
        name, job = self._name(kind, KINDS[kind], case, asked), self.known(kind, case, asked)
        if job and (job.open or job.file.state == "done") and not job.stop.is_set():
            return job
        self.checked(kind, case, asked)
        return self.jobs.ask(name, kind, self.uploads.spelt(case), asked)

    def checked(self, kind: str, case: str, asked: dict[str, Any]) -> dict[str, Any]:
        """A question that the case can be asked. Raises InputError for another."""
        one = KINDS[kind]
        one.check(self.uploads.case(case), self._arguments(one, asked))
        return asked

    def known(self, kind: str, case: str, asked: dict[str, Any]) -> Job | None:
        """The job of a question, if it was asked before."""
        with suppress(RefuseError):
            return self.job(self._name(kind, KINDS[kind], case, asked))
        return None

    def job(self, name: str) -> Job:
        """A job by name; one whose answer is kept no more says so. Raises RefuseError if there is none."""
        job = self.jobs.get(name)
        if job.file.state == "done" and not self._answers.has(name, KINDS[job.file.kind].main):
            self.jobs.forget(job)
        return job

    def file(self, name: str, file: str) -> bytes:
        """A file of the answer of a job, made when it is first asked for. Raises RefuseError where there is none."""
        job = self.job(name)
        kind = KINDS[job.file.kind]
        if file not in kind.files:
            raise RefuseError(404, f"a job of {job.file.kind} has no file '{file}' (known: {', '.join(kind.files)})")
        if found := self._answers.get(name, file):
            return found
        main = self._answers.get(name, kind.main) if job.file.state == "done" else None
        if main is None:
            raise RefuseError(409, f"the job is {job.file.state} and has no answer; ask the question again, or wait")
        make = (kind.forms or {})[file]
        with self._drawing:
            made = make(kind.read(main))
        content = made if isinstance(made, bytes) else made.encode()
        self._answers.put(name, file, content)
        return content

    def command(self, job: JobFile) -> str:
        """The command line that asks the same."""
        return self.command_of(KINDS[job.kind], job.case, job.question)

    def command_of(self, kind: Kind, case: str, asked: Mapping[str, Any]) -> str:
        """The command line that asks the same; a file that was handed in is named by its file."""
        beliefs = str(asked.get("beliefs", ""))
        said = {**asked, "beliefs": f"{beliefs}.yaml"} if beliefs in self.uploads.names("beliefs") else asked
        file = f"{case}.yaml" if case in self.uploads.names("cases") else case
        line = asking.command(kind.verb, file, kind.options, said)
        return f"{line} --out {file.removesuffix('.yaml')}.html" if kind.verb == "workbench" else line

    def _do(self, job: JobFile, progress: Progress) -> None:
        self._answered(KINDS[job.kind], job.id, job.case, job.question, progress)

    def _answered(self, kind: Kind, name: str, case: str, asked: dict[str, Any], progress: Progress) -> bytes:
        given = self._arguments(kind, asked) | {"threads": self._threads}
        found = kind.answer(self.uploads.case(case), given, self._answers.store, progress)
        self._answers.put(name, kind.main, found)
        return found

    def _arguments(self, kind: Kind, asked: dict[str, Any]) -> dict[str, Any]:
        given = asking.arguments(kind.options, asked)
        return given | {"beliefs": self.uploads.beliefs(given["beliefs"])} if "beliefs" in given else given

    def _name(self, what: str, kind: Kind, case: str, asked: Mapping[str, Any]) -> str:
        """The name of a question: by all that is asked, the files included, and the program."""
        given = dict(asked)
        if given.get("beliefs") in self.uploads.names("beliefs"):
            given["beliefs"] = self.uploads.text("beliefs", given["beliefs"])
        return name_of(what, json.dumps(given, sort_keys=True), self.uploads.mark(case), self._program)

    def _renamed(self, job: JobFile) -> str:
        """The name that the question of a job has in this program; as it was where its files are gone."""
        with suppress(FoedusError):
            return self._name(job.kind, KINDS[job.kind], job.case, job.question)
        return job.id


def json_object(body: bytes) -> dict[str, Any]:
    """The object that the body of a request is. Raises RefuseError for what is no JSON, InputError for what is no object."""
    try:
        given = parse_json(body.decode("utf-8"))
    except (ValueError, UnicodeError) as error:
        raise RefuseError(400, f"the body is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise InputError('the body is not allowed: a JSON object of options, as {"futures": 1000}')
    return given
