"""Measure what foedus promises of many processes and of sudden ends, and print it: `make measure`.

    python bench/trust.py [--quick] [--part spread] [--case us-rok] [--seed 1] [--out FILE]

docs/reference/trust.md says how each number is measured. Needs the extra `cluster`, a system with /proc, and for the import
$FOEDUS_DATA. Commands run with the compiled kernels warm, in scratch folders; nothing of the user's is changed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import machine
from foedus.data.files.manifest import NAME as MANIFEST
from processes import LIMIT, Cluster, Ended, Running, cluster, ended_here, foedus

SPECIFICATION = (
    "rich",
    "escalation=hierarchical",
    "joining=full",
    "treaty-end=great-powers",
    "growth=own-mean",
    "armament=full",
)
"""One candidate of each equation, so that nearly all futures are those of the headline."""
SOURCE = "cow-nmc"
"""The source whose file is imported."""
HERE = Path(__file__).resolve().parent


class Size(NamedTuple):
    """How much is measured."""

    futures: int  # of the headline, spread over processes; all runs of the assessment hold five times as many
    small: int  # futures of a command that is killed
    kills: int  # of each command
    steady: tuple[int, ...]  # assessments of one process after which its memory is read


FULL = Size(200_000, 3_000, 20, (20, 200))
QUICK = Size(50_000, 3_000, 3, (10, 40))


class Bench(NamedTuple):
    """What every part needs: its size, the case, the warm cache, a scratch folder, and luck."""

    size: Size
    case: str
    warm: Path
    scratch: Path
    luck: random.Random

    def fresh(self) -> Path:
        """A new folder with a warm cache, and nothing else."""
        folder = Path(tempfile.mkdtemp(dir=self.scratch))
        shutil.copytree(self.warm, folder / "cache")
        return folder

    def asked(self, futures: int, threads: int = 1) -> list[str]:
        """The words of an assessment."""
        candidates = (f"--specification={one}" for one in SPECIFICATION)
        return [
            *("assess", self.case, f"--futures={futures}", "--order=as-measured", f"--threads={threads}"),
            *candidates,
        ]


def started(folder: Path, *words: object, keep: bool = True) -> Running:
    """A foedus command that has its caches in a folder; without `keep` it keeps no results."""
    return Running(foedus(*words), environment(folder, keep), folder)


def environment(folder: Path, keep: bool) -> dict[str, str]:
    """Where a command has its caches."""
    return {"XDG_CACHE_HOME": str(folder / "cache")} | ({} if keep else {"FOEDUS_CACHE_MB": "0"})


def done(running: Running) -> Ended:
    """The end of a command that must succeed; it is killed if this process is interrupted."""
    with ended_here(running):
        ended = running.end()
    if ended.code:
        why = f"had not ended after {LIMIT:.0f} s" if ended.wall_s > LIMIT else f"ended with {ended.code}"
        raise RuntimeError(f"a command {why}: {ended.error.strip()[-300:]}")
    return ended


def identity(answer: Path) -> Any:
    """What was counted in every chunk of every run of an answer."""
    return json.loads(answer.read_text())["identity"]["runs"]


def row(what: str, ended: list[Ended], base: Ended | None, same: bool, more: dict[str, float]) -> dict[str, Any]:
    """Wall time as if the commands ran side by side, CPU time of all, and both against one thread."""
    wall, cpu = max(each.wall_s for each in ended), sum(each.cpu_s for each in ended) + more.get("workers_cpu_s", 0.0)
    found = {"what": what, "wall_s": wall, "cpu_s": cpu, "identical": same, **more}
    return found | ({"speed_up": base.wall_s / wall, "cpu_ratio": cpu / base.cpu_s} if base else {})


def spread(of: Bench) -> list[dict[str, Any]]:
    """The same futures on one thread, two threads, two workers, and in two parts."""
    folder, futures = of.fresh(), of.size.futures
    out = {name: folder / f"{name}.json" for name in ("one", "two", "workers", "parts")}
    one = done(started(folder, *of.asked(futures), "--out", out["one"], keep=False))
    good = identity(out["one"])
    rows = [row("one thread", [one], None, True, {})]
    two = done(started(folder, *of.asked(futures, 2), "--out", out["two"], keep=False))
    rows.append(row("two threads", [two], one, identity(out["two"]) == good, {}))
    with cluster(2, environment(folder, keep=False), folder) as made:
        before = sum(worker.cpu_s for worker in made.workers)
        words = ("--out", out["workers"], "--scheduler", made.address)
        ended = done(started(folder, *of.asked(futures), *words, keep=False))
        spent = {
            "workers_cpu_s": sum(worker.cpu_s for worker in made.workers) - before,
            "worker_peak_mib": max(worker.peak_mib for worker in made.workers),
        }
    rows.append(row("two workers", [ended], one, identity(out["workers"]) == good, spent))
    with ExitStack() as stack:
        words = [(*of.asked(futures), f"--part={k}/2", "--out", folder / "parts") for k in (1, 2)]
        parts = [stack.enter_context(ended_here(started(folder, *each))) for each in words]
        both = [part.end() for part in parts]
    last = done(started(folder, "gather", folder / "parts", "--threads=1", "--out", out["parts"]))
    found = row("two parts and gather", both, one, identity(out["parts"]) == good, {"gather_s": last.wall_s})
    found["wall_s"], found["cpu_s"] = found["wall_s"] + last.wall_s, found["cpu_s"] + last.cpu_s
    found["speed_up"], found["cpu_ratio"] = one.wall_s / found["wall_s"], found["cpu_s"] / one.cpu_s
    return [*rows, found]


def workers(of: Bench) -> list[dict[str, Any]]:
    """A worker killed at random five times, and the scheduler killed and started again."""
    folder, futures = of.fresh(), of.size.futures
    good = folder / "good.json"
    alone = done(started(folder, *of.asked(futures), "--out", good, keep=False))
    with cluster(2, environment(folder, keep=False), folder) as made:
        lost = folder / "lost.json"
        running = started(folder, *of.asked(futures), "--out", lost, "--scheduler", made.address, keep=False)
        with ended_here(running):
            killed = _lose(of, made, running, alone.wall_s)
            ended = done(running)
        rows = [_ended(f"{killed} workers killed", ended, lost, good)]
        again = folder / "again.json"
        words = (*of.asked(futures), "--out", again, "--scheduler", made.address)
        with ended_here(started(folder, *words)) as running:
            _pause(running, alone.wall_s / 2)
            made.restart()
            ended = running.end()
        said = [line for line in ended.error.splitlines() if line.startswith("foedus:")]
        kept = len(list((folder / "cache" / "foedus" / "results").glob("*.kept")))
        rows.append(
            {
                "what": "scheduler killed",
                "code": ended.code,
                "said": said[-1:],
                "traceback": "Traceback" in ended.error,
                "nothing_written": not again.exists(),
                "chunks_kept": kept,
            }
        )
        rows.append(_ended("the same command again", done(started(folder, *words)), again, good))
    return rows


def _lose(of: Bench, made: Cluster, running: Running, seconds: float) -> int:
    """Kill a random worker up to five times while a command runs, each time putting another in its place."""
    killed = 0
    while killed < 5 and _pause(running, of.luck.uniform(0.05, 0.3) * seconds):
        made.lose(of.luck.randrange(len(made.workers)))
        made.add()
        killed += 1
    return killed


def _pause(running: Running, seconds: float) -> bool:
    """Wait while a command runs; whether it still does."""
    time.sleep(seconds)
    return os.waitid(os.P_PID, running.process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None


def _ended(what: str, ended: Ended, out: Path, good: Path) -> dict[str, Any]:
    return {"what": what, "wall_s": ended.wall_s, "identical": identity(out) == identity(good)}


def kills(of: Bench) -> list[dict[str, Any]]:
    """Each command killed at random moments, and given again."""
    folder = of.fresh()
    good = folder / "good.json"
    done(started(folder, *of.asked(of.size.small), "--out", good, keep=False))
    answer = json.loads(good.read_text())
    first, whole = folder / "first", folder / "whole"
    done(started(folder, *of.asked(of.size.small), "--part=1/2", "--out", first))
    shutil.copytree(first, whole)
    done(started(folder, *of.asked(of.size.small), "--part=2/2", "--out", whole))

    def assess(at: Path) -> list[object]:
        return [*of.asked(of.size.small), "--out", at / "answer.json"]

    def part(at: Path) -> list[object]:
        if not (at / "parts").exists():
            shutil.copytree(first, at / "parts")
        return [*of.asked(of.size.small), "--part=2/2", "--out", at / "parts"]

    def gather(at: Path) -> list[object]:
        if not (at / "parts").exists():
            shutil.copytree(whole, at / "parts")
        return ["gather", at / "parts", "--threads=1", "--out", at / "answer.json"]

    def sound(at: Path) -> bool:
        out = at / "answer.json"
        return not out.exists() or json.loads(out.read_text()) == answer

    def gathered(at: Path) -> bool:
        done(started(at, *gather(at)))
        return json.loads((at / "answer.json").read_text()) == answer

    tried: dict[str, tuple[Callable[[Path], list[object]], Callable[[Path], bool], Callable[[Path], bool]]] = {
        "assess": (assess, sound, sound),
        "part": (part, sound, gathered),
        "gather": (gather, sound, sound),
    }
    rows = [_killed(of, what, *three) for what, three in tried.items()]
    file = publishers_file()
    return [*rows, _imports(of, file) if file else {"what": "import", "not_measured": "FOEDUS_DATA has no such file"}]


def _imports(of: Bench, file: Path) -> dict[str, Any]:
    """The import of a publisher's file into a scratch folder."""

    def copy(at: Path) -> list[object]:
        (at / "data").mkdir(exist_ok=True)
        return ["data", "import", SOURCE, file]

    def sound(at: Path) -> bool:
        found = [path for path in (at / "data").rglob(f"{file.stem}*") if ".foedus-" not in str(path)]
        return all(path.read_bytes() == file.read_bytes() for path in found)

    def there(at: Path) -> bool:
        return sound(at) and (at / "data" / MANIFEST).exists()

    return _killed(of, "import", copy, sound, there)


def publishers_file() -> Path | None:
    """The file to import, under $FOEDUS_DATA."""
    if "FOEDUS_DATA" not in os.environ:
        return None
    said = subprocess.run(foedus("data", "status", "--format=json"), capture_output=True, text=True, check=True).stdout
    found = next(each for each in json.loads(said)["sources"] if each["key"] == SOURCE)
    return Path(found["path"]) if found["state"] != "absent" else None


def _killed(
    of: Bench,
    what: str,
    words: Callable[[Path], list[object]],
    sound: Callable[[Path], bool],
    right: Callable[[Path], bool],
) -> dict[str, Any]:
    """Kill a command at random moments of its run, each in a folder of its own; look at what is there, and give it again."""

    def begin(at: Path) -> Running:
        env = environment(at, keep=True) | {"FOEDUS_DATA": str(at / "data")}
        return Running(foedus(*words(at)), env, at)

    seconds = done(begin(of.fresh())).wall_s
    found = {"what": what, "seconds": seconds, "killed": 0, "sound": 0, "resumed": 0, "left_behind": 0}
    for _ in range(of.size.kills):
        at = of.fresh()
        with ended_here(begin(at)) as running:
            found["killed"] += running.end(after=of.luck.uniform(0.0, seconds)).code < 0
        found["sound"] += sound(at)
        found["left_behind"] += any(path.name.endswith(".part") for path in at.rglob("*"))
        done(begin(at))
        found["resumed"] += right(at)
        shutil.rmtree(at)
    return found


def steady(of: Bench) -> list[dict[str, Any]]:
    """Memory of one process that assesses again and again."""
    command = [sys.executable, str(HERE / "steady.py"), *map(str, of.size.steady)]
    env = {**os.environ, **environment(of.fresh(), keep=False)}
    found = json.loads(subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout)
    return [{"what": f"after {count} assessments", "resident_mib": mib} for count, mib in found.items()]


PARTS = {"spread": spread, "workers": workers, "kills": kills, "steady": steady}


@contextmanager
def bench(size: Size, case: str, seed: int) -> Iterator[Bench]:
    """Scratch folders, and a cache with warm kernels: the user's, or compiled now."""
    with tempfile.TemporaryDirectory(prefix="foedus-trust-") as name:
        of = Bench(size, case, Path(name) / "warm", Path(name), random.Random(seed))
        of.warm.mkdir()
        users = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "foedus" / "kernel"
        if users.is_dir():
            shutil.copytree(users, of.warm / "foedus" / "kernel")
        folder = of.fresh()
        done(started(folder, *of.asked(10), "--out", folder / "warm.json", keep=False))
        shutil.rmtree(of.warm)
        shutil.copytree(folder / "cache", of.warm)
        yield of


def markdown(part: str, rows: list[dict[str, Any]]) -> str:
    """A table of what was measured."""
    names = list(dict.fromkeys(name for one in rows for name in one))
    lines = [names, ["---"] * len(names), *([_cell(one.get(name, "")) for name in names] for one in rows)]
    return f"### {part}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small numbers: some minutes in place of hours")
    parser.add_argument("--case", default="us-rok", help="the case to run")
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which processes are killed")
    parser.add_argument("--part", choices=PARTS, action="append", help="measure this alone; repeat for several")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the numbers as JSON, after each part")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started here is ended
    size = QUICK if asked.quick else FULL
    found: dict[str, Any] = {"machine": machine.describe(), "size": size._asdict(), "case": asked.case}
    print(json.dumps(found, indent=2))
    with bench(size, asked.case, asked.seed) as of:
        for name, part in PARTS.items():
            if not asked.part or name in asked.part:
                found[name] = part(of)
                print(f"\n{markdown(name, found[name])}", flush=True)
                if asked.out:
                    asked.out.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
