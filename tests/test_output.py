"""What a command writes: through links, never over what is no plain file, in any encoding, and what an interrupt leaves."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.atomic import atomic_write
from foedus.cli import app, interrupts, main
from foedus.cli.output import on_screen, writable
from foedus.cli.streams import ESCAPES, prepare, printable
from foedus.errors import InputError


@pytest.fixture(autouse=True)
def _interrupts_are_heard():
    """A shell that starts the tests behind it makes them deaf to interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


NETWORK = "i,j,sign\nA,B,1\nB,C,-1\nA,C,-1\n"


def write(path, text="new"):
    with atomic_write(path) as part:
        part.write_text(text, encoding="utf-8")


def test_a_link_stays_and_what_it_leads_to_is_replaced_with_its_mode(tmp_path):
    real, link, twice = tmp_path / "real.txt", tmp_path / "link.txt", tmp_path / "twice.txt"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to("real.txt")
    twice.symlink_to(link)
    write(twice)
    assert twice.is_symlink()
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert len(list(tmp_path.iterdir())) == 3


def test_a_link_to_a_file_that_is_not_there_makes_it(tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "later.txt")
    write(link)
    assert (tmp_path / "later.txt").read_text(encoding="utf-8") == "new"


def pipe(folder):
    os.mkfifo(folder / "it")


def loop(folder):
    (folder / "it").symlink_to(folder / "it")


def nowhere(folder):
    (folder / "it").symlink_to(folder / "no" / "it")


def open_file(folder):
    (folder / "it").symlink_to(f"/proc/{os.getpid()}/fd/0")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (pipe, "is a pipe; give the name of a file"),
        (loop, "leads to itself"),
        (nowhere, "does not exist; make it first"),
        (open_file, "leads to a device"),
        (lambda folder: (folder / "it").mkdir(), "is a folder"),
    ],
)
def test_what_is_no_plain_file_is_refused_early_and_left_as_it_was(tmp_path, make, words):
    make(tmp_path)
    before = (tmp_path / "it").lstat().st_ino
    with pytest.raises(InputError, match=words):
        writable(out=tmp_path / "it")
    with pytest.raises(InputError):
        write(tmp_path / "it")
    assert (tmp_path / "it").lstat().st_ino == before


def test_two_outputs_may_not_be_one_file_by_whatever_name(tmp_path):
    (tmp_path / "link.svg").symlink_to("a.svg")
    with pytest.raises(InputError, match="is named by both --out and --chart; give each its own file"):
        writable(out=tmp_path / "a.svg", chart=tmp_path / "link.svg")


def test_what_is_read_is_not_written_over_by_whatever_name(tmp_path):
    network, link = tmp_path / "net.csv", tmp_path / "link.csv"
    network.write_text(NETWORK, encoding="utf-8")
    link.symlink_to(network)
    for out in (network, link):
        with pytest.raises(InputError, match="is what is read here; give --out another name"):
            CliRunner().invoke(app, ["balance", str(network), "--out", str(out)], catch_exceptions=False)
    assert network.read_text(encoding="utf-8") == NETWORK
    writable("us-rok", None, out=tmp_path / "us-rok")


def test_a_read_only_file_stays_for_an_administrator_too(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o444)
    with pytest.raises(InputError, match="it is read-only; choose another place for it"):
        writable(out=path)


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_the_screen_has_names_and_links_lead_to_it(name, tmp_path):
    assert on_screen(Path(name)) is None
    if name != "-":
        (tmp_path / "screen").symlink_to(name)
        assert on_screen(tmp_path / "screen") is None
    assert on_screen(tmp_path / "-") is not None


def test_a_disk_that_is_full_is_one_line_and_the_old_file_stays(tmp_path):
    path = tmp_path / "old.txt"
    path.write_text("old", encoding="utf-8")

    def full():
        with atomic_write(path) as part:
            part.write_text("half", encoding="utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="cannot be written: No space left"):
        full()
    assert path.read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_codes_that_a_terminal_obeys_are_shown_and_colours_stay():
    assert printable("a\x1b[2Jb\x07\x1b[31mred\n") == "a\\x1b[2Jb\\x07\x1b[31mred\n"


def test_what_an_encoding_lacks_is_escaped_as_json_reads_it():
    prepare()
    assert "Türkiye – 𐍈 \udcff".encode("latin-1", ESCAPES) == b"T\xfcrkiye \\u2013 \\ud800\\udf48 \\udcff"
    assert "Türkiye".encode("ascii", ESCAPES) == b"T\\u00fcrkiye"


def test_an_interrupt_that_a_library_lost_is_raised_at_the_next_step():
    with interrupts.remembered():
        interrupts.check()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("made_of_it", [KeyboardInterrupt, ImportError, InputError, BaseException])
def test_whatever_became_of_an_interrupt_it_is_one_line_and_130(made_of_it, monkeypatch, capsys):
    def interrupted(**settings):
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise made_of_it from error

    monkeypatch.setattr("foedus.cli.run.naming", lambda words: interrupted)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 130
    assert capsys.readouterr().err == "foedus: interrupted; nothing was written\n"


@pytest.mark.parametrize("module", ["typer", "foedus.cli.commands", "foedus.classic.files", "numpy", "networkx"])
def test_an_interrupt_of_the_imports_is_one_line_and_130(module, tmp_path):
    (tmp_path / "net.csv").write_text(NETWORK, encoding="utf-8")
    program = (
        "import os, signal, sys\n"
        "class Interrupter:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        "import foedus.cli\n"
        "sys.meta_path.insert(0, Interrupter())\n"
        "sys.argv = ['foedus', 'balance', 'net.csv', '--out', 'a.txt']\n"
        "foedus.cli.program()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (130, "foedus: interrupted; nothing was written\n")
    assert not (tmp_path / "a.txt").exists()


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_standard_output_that_fails_is_one_line_and_two(unbuffered, tmp_path):
    (tmp_path / "net.csv").write_text(NETWORK, encoding="utf-8")
    script = 'ulimit -f 1; exec "$@" > out.json'
    program = "from foedus.cli import program; program()"
    command = [sys.executable, "-c", program, "answer-schema"]
    done = subprocess.run(
        ["bash", "-c", script, "bash", *command],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr == "foedus: standard output cannot be used: File too large\n"


@pytest.mark.parametrize("closing", [">&-", "| true"])
def test_a_standard_output_that_is_closed_is_one_line(closing, tmp_path):
    program = "import time; time.sleep(0.2); from foedus.cli import program; program()"
    script = f'"$@" {closing}; echo "${{PIPESTATUS[0]}}" >&2'
    command = [sys.executable, "-c", program, "answer-schema"]
    done = subprocess.run(["bash", "-c", script, "bash", *command], capture_output=True, text=True, check=False)
    said, code = done.stderr.splitlines()
    assert said.startswith("foedus: standard output cannot be used: ")
    assert code == "2"
