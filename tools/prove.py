"""Try the product on damaged input: mutated folders, workbooks, documents and ledgers, kills, a full disk.

``python tools/prove.py`` runs everything; ``--out`` names a file for the counts, ``--part 0.01`` runs a hundredth,
``--seed`` another draw. Every answer must be an exit code that is documented, with a message: never a traceback, never
*This should not happen*.
"""

# ruff: noqa: PLC0415  (the product is imported when it is tried)

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime as dt
import io
import json
import os
import platform
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNTS = {
    "folders": 3_000,
    "workbooks": 1_000,
    "documents": 1_000,
    "reports": 300,
    "flips": 300,
    "kills": 200,
}
CODES = {0, 1, 2, 3, 4, 5}
SECONDS = 60
ODD = (
    "", " ", "nan", "inf", "-inf", "1e999", "-1", "0", "1.200", "1,200", "9" * 400, "1e308", "2023-02-30", "2023-13-01",
    "9999-12-31", "0001-01-01", "31/12/2023", "\u0661\u0662", "\u00b2", "Ⅳ", "\x1b[2J", "\u202e", "\ufeff", "a" * 5000,
    "*", "'", '"', "=1+1", "-", "yes", "no", "{}", "[]", "../..", "/", "\\", "a / b", "x;y", "x,y", "\u05d0\u05d1",
    "null", "1;2;3", "assumed: x", "12 t", "12 bags", "1-2", "~5", "5 %", "1e-320",
    "\U0001d7d9\U0001d7da", "\ud83d", "é", "e\u0301",
)  # fmt: skip
NUMBER = r"\d{4}-\d\d-\d\d|\d+(?:\.\d+)?"
Rng = random.Random


class Failed(Exception):
    """An answer that no user should get."""


def run(arguments: list[str]) -> int:
    """The exit code of the command line; raises Failed for anything but an answer."""
    from corridor.cli.main import main

    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main(arguments)
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(bool(error.code))
    except BaseException as error:
        raise Failed(f"{type(error).__name__}: {error}") from error
    else:
        raise Failed("no exit code")
    told = err.getvalue()
    if "This should not happen" in told or "Traceback" in told:
        raise Failed(told.strip()[-400:])
    if code not in CODES or (code and not told.strip() and not out.getvalue().strip()):
        raise Failed(f"exit code {code} without a word")
    return code


# ------------------------------------------------------------------------------------ mutations


def bytes_of(rng: Rng, data: bytes) -> bytes:
    """A few bytes flipped, cut, doubled or put in."""
    data = bytearray(data or b"x")
    for _ in range(rng.randint(1, 6)):
        at, size = rng.randrange(len(data) + 1), rng.choice((1, 1, 2, 16, 200))
        kind = rng.randrange(5)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del data[at : at + size]
        elif kind == 2:
            data[at:at] = data[at : at + size]
        elif kind == 3:
            data[at:at] = bytes(rng.randrange(256) for _ in range(size))
        else:
            data[at:] = data[at:][: rng.randrange(len(data) + 1)]
    return bytes(data)


def cells_of(rng: Rng, text: str) -> str:
    """Cells, rows or columns of a table changed."""
    rows = list(csv.reader(io.StringIO(text)))
    if not rows:
        return text
    for _ in range(rng.randint(1, 4)):
        row = rng.choice(rows)
        kind = rng.randrange(8)
        if kind <= 3 and row:
            row[rng.randrange(len(row))] = rng.choice(ODD)
        elif kind == 4:
            rows.append(list(row))
        elif kind == 5 and len(rows) > 1:
            rows.remove(row)
        elif kind == 6 and len(row) > 1:
            i, j = rng.sample(range(len(row)), 2)
            for other in rows:
                if len(other) > max(i, j):
                    other[i], other[j] = other[j], other[i]
        else:
            other = rng.choice(rows)
            if row and other:
                row[rng.randrange(len(row))] = rng.choice(other)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def numbers_of(rng: Rng, text: str) -> str:
    """One to three numbers or days of a table changed to others: a case that may still run."""
    rows = list(csv.reader(io.StringIO(text)))
    spots = [
        (i, j) for i, row in enumerate(rows) for j, cell in enumerate(row) if i and re.fullmatch(NUMBER, cell)
    ]
    for i, j in rng.sample(spots, min(len(spots), rng.randint(1, 3))):
        cell = rows[i][j]
        if "-" in cell[1:]:
            day = dt.date.fromisoformat(cell) + dt.timedelta(days=rng.choice((-400, -30, -1, 1, 3, 40)))
            rows[i][j] = day.isoformat()
        else:
            rows[i][j] = f"{float(cell) * rng.choice((0, 0.001, 0.5, 1.5, 10, 1e6)):.7g}"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def settings_of(rng: Rng, text: str) -> str:
    """A line of the settings changed, doubled, nested, or a number without end."""
    lines = text.splitlines()
    at = rng.randrange(len(lines))
    name = lines[at].partition("=")[0].strip() or "x"
    lines[at] = rng.choice(
        (
            f"{name} = {rng.choice(ODD)}",
            f'{name} = "{rng.choice(ODD)}"',
            f"{name} = {'[' * rng.choice((3, 3000))}",
            f"{name} = {'9' * rng.choice((20, 6000))}",
            f"[{'a.' * rng.choice((2, 2000))}b]",
            "",
            lines[at] + "\n" + lines[at],
            f"{name} = {{a = {{b = 1}}}}",
        )
    )
    return "\n".join(lines) + "\n"


def folder_of(rng: Rng, source: Path, room: Path) -> Path:
    """A copy of a case folder with one to three things wrong with it."""
    folder = room / "case"
    shutil.copytree(source, folder)
    files = sorted(f for f in folder.rglob("*") if f.is_file() and f.suffix in {".csv", ".toml"})
    for _ in range(rng.choice((1, 1, 2, 3))):
        file, kind = rng.choice(files), rng.randrange(12)
        if not file.is_file() or file.is_symlink():
            continue
        if file.suffix == ".toml" and kind < 10:
            file.write_text(settings_of(rng, file.read_text("utf-8", "replace")), "utf-8", "surrogatepass")
        elif kind < 4:
            file.write_text(numbers_of(rng, file.read_text("utf-8", "replace")), "utf-8")
        elif kind < 7:
            file.write_text(cells_of(rng, file.read_text("utf-8", "replace")), "utf-8", "surrogatepass")
        elif kind < 9:
            file.write_bytes(bytes_of(rng, file.read_bytes()))
        elif kind == 9:
            file.unlink()
        elif kind == 10:
            file.unlink()
            where = rng.choice((None, file, Path("/etc/hostname")))
            file.mkdir() if where is None else file.symlink_to(where)
        else:
            shutil.copy(file, file.with_suffix(rng.choice((".tsv", ".CSV", ".csv.csv"))))
    return folder


def workbook_of(rng: Rng, source: Path, room: Path) -> Path:
    """A copy of a workbook with damage to its bytes or its parts."""
    path = room / "case.xlsx"
    data = source.read_bytes()
    if rng.random() < 0.3:
        path.write_bytes(bytes_of(rng, data))
        return path
    with zipfile.ZipFile(source) as whole:
        parts = {n: whole.read(n) for n in whole.namelist()}
    for _ in range(rng.randint(1, 2)):
        name, kind = rng.choice(sorted(parts)), rng.randrange(7)
        text = parts[name]
        if kind <= 2:
            parts[name] = bytes_of(rng, text)
        elif kind == 3:
            parts[name] = text.replace(
                b' r="A', rng.choice((b' r="ZZZ', b' x="', b' r="A99999')), rng.choice((1, 5))
            )
        elif kind == 4:
            parts[name] = rng.choice((text.decode("utf-8", "replace").encode("utf-16"), text * 40, b""))
        elif kind == 5:
            parts.pop(name)
        else:
            other = rng.choice(sorted(parts))
            parts[name] = parts[other]
    method = rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(path, "w", method) as out:
        for name, text in parts.items():
            out.writestr(name, text)
    if rng.random() < 0.2:
        path.write_bytes(bytes_of(rng, path.read_bytes()))
    return path


TEXT = (
    "Situation report, 20 January 2026\n\nThe High Road has been closed since 9 January 2026. Ida Brandt said that "
    "12 to 15 trucks with 1,200 tonnes of flour reached Upland. The front accused the army of shelling the road. The "
    "army denied it. About 2.3 million people, 45 % of bakeries, 3-4 days of fuel, phases 3 to 5.\n\n"
    "Date\tTrucks\n18 January\t2\n"
)
HTML = f"<html><head><title>T</title></head><body><nav>Menu</nav><p>{TEXT}</p><table><tr><td>1</table></body></html>"


def pdf() -> bytes:
    """A small PDF with a text layer."""
    body = b"BT /F1 12 Tf 72 700 Td (The High Road was closed on 9 January 2026; 40 tonnes of flour.) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for i, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % p for p in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(out)


def document_of(rng: Rng, room: Path) -> Path:
    """A text, a page or a PDF, changed by words or by bytes."""
    kind = rng.randrange(3)
    path = room / ("a.txt", "a.html", "a.pdf")[kind]
    if kind < 2 and rng.random() < 0.6:
        words = (TEXT, HTML)[kind].split(" ")
        for _ in range(rng.randint(1, 8)):
            words[rng.randrange(len(words))] = rng.choice((*ODD, *words))
        path.write_text(" ".join(words), "utf-8", "surrogatepass")
    else:
        path.write_bytes(bytes_of(rng, (TEXT.encode(), HTML.encode(), pdf())[kind]))
    return path


# ---------------------------------------------------------------------------------------- proofs


def try_folder(rng: Rng, room: Path, sources: dict[str, Path]) -> int:
    """Check, and run what may run."""
    folder = folder_of(rng, sources["folder"], room)
    code = run(["check", str(folder), *rng.choice(([], ["--json"]))])
    if code == 0 and rng.random() < 0.5:
        run(["forecast", str(folder), "--members", "4", "--engine", "numpy"])
    if rng.random() < 0.2:
        run(["evidence", rng.choice(("list", "timeline", "positions", "conflicts", "gaps")), str(folder)])
    return code


def try_workbook(rng: Rng, room: Path, sources: dict[str, Path]) -> int:
    """Check a workbook."""
    return run(["check", str(workbook_of(rng, sources["workbook"], room))])


def try_document(rng: Rng, room: Path, sources: dict[str, Path]) -> int:
    """Read a document into a case, list what is proposed, export it."""
    case = room / "read"
    shutil.copytree(sources["read"], case)
    document = document_of(rng, room)
    code = run(
        ["evidence", "read", str(document), "--case", str(case), "--source", "s", "--published", "2026-01-20",
         "--basis", "typed", "--who", "prover"]
    )  # fmt: skip
    if code == 0:
        run(["evidence", "list", str(case), "--json"])
        run(["evidence", "export", str(case), "--out", str(room / "x"), "--leave-out"])
    return code


def try_report(rng: Rng, room: Path, sources: dict[str, Path]) -> int:
    """Write a page of a case that is wrong in a small way."""
    folder = room / "case"
    shutil.copytree(sources["folder"], folder)
    for _ in range(rng.randint(1, 3)):
        file = rng.choice(sorted(folder.rglob("*.csv")))
        change = numbers_of if rng.random() < 0.8 else cells_of
        file.write_text(change(rng, file.read_text("utf-8")), "utf-8", "surrogatepass")
    return run(["report", str(folder), "--no-study", "--members", "8", "--out", str(room / "page.html")])


def try_flip(rng: Rng, room: Path, sources: dict[str, Path]) -> int:
    """One byte of the ledger or its journal differs: what was committed is there, or a message says what is wrong."""
    case = room / "led"
    shutil.copytree(sources["ledger"], case)
    files = sorted((case / "evidence").glob("ledger.db*"))
    file = rng.choice(files)
    data = bytearray(file.read_bytes())
    if not data:
        return 0
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    file.write_bytes(data)
    code = run(["evidence", "verify", str(case)])
    listed = run(["evidence", "list", str(case), "--json"])
    if code == 0 and listed == 0:
        whole = _claims(sources["ledger"])
        if _claims(case) != whole:
            raise Failed("a changed byte changed what the ledger says, and verify found nothing")
    return code


def _claims(case: Path) -> str:
    from corridor.ledger.store import Store

    with Store.open(case) as store:
        return json.dumps([s.cells for s in store.rows("claims")], sort_keys=True)


TRIES: dict[str, Callable[[Rng, Path, dict[str, Path]], int]] = {
    "folders": try_folder, "workbooks": try_workbook, "documents": try_document, "reports": try_report,
    "flips": try_flip,
}  # fmt: skip


def full_disk(room: Path) -> str:
    """A ledger on a disk that fills up: what was told as written is there, and the message speaks of the disk."""
    if os.name != "posix" or os.geteuid() != 0:
        return "NOT RUN: a full disk, for want of the right to mount one"
    code = (
        "import subprocess, sys; from corridor.ledger.store import Store; from corridor.errors import LedgerError\n"
        "folder, done = sys.argv[1], 0\n"
        "store = Store.create(folder)\n"
        "try:\n"
        "    for i in range(100000):\n"
        "        with store.write('w', 'fill') as batch:\n"
        "            batch.add('claims', {'claim': f'C-{i}', 'stance': 'asserted', 'proposition': 'x' * 2000})\n"
        "        done += 1\n"
        "except LedgerError as error:\n"
        "    text = str(error)\n"
        "store.close()\n"
        "print(done, text)\n"
    )
    place = room / "small"
    place.mkdir()
    script = 'mount -t tmpfs -o size=3m none "$1" && mkdir "$1/case" && "$2" -c "$3" "$1/case" && '
    script += '"$2" -c "$4" "$1/case"'
    again = (
        "import sys; from corridor.ledger.store import Store\n"
        "with Store.open(sys.argv[1], read_only=True) as s: print(s.count('claims'), [str(b) for b in s.verify()])\n"
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script, "sh", str(place), sys.executable, code, again],
        capture_output=True, text=True, check=False, env={**os.environ},
    )  # fmt: skip
    if done.returncode:
        return f"NOT RUN: a full disk: {done.stderr.strip()[-200:]}"
    first, second = done.stdout.strip().splitlines()[-2:]
    told, message = first.split(" ", 1)
    if not second.startswith(f"{told} []") or "disk" not in message or "damaged" in message.lower():
        raise Failed(f"full disk: told {told}, found {second}; {message}")
    text = message.split(":", 1)[-1].strip()[:60]
    return f"a full disk after {int(told):,} commits: all there, the ledger whole; the message begins: {text}"


def kills(count: int, seed: int) -> str:
    """Writers killed at a moment of their own; what they told as written is there."""
    from corridor.ledger.store import Store

    with tempfile.TemporaryDirectory() as folder:
        with Store.create(folder) as store, store.write("test") as batch:
            batch.add("sources", {"source": "paper", "name": "P"})
            batch.add("documents", {"document": "D-1", "source": "paper"})
        command = [
            sys.executable,
            str(ROOT / "tests" / "ledger" / "killed_writers.py"),
            folder,
            str(count),
            str(seed),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ}
        )
        found = json.loads(done.stdout)
        with Store.open(folder) as store:
            if broken := store.verify():
                raise Failed(f"after kills: {broken[0]}")
            entries = Counter(e.reason.split(" of ")[0] for e in store.log())
        for name, rows in found["told"]:
            if entries[name] != int(rows):
                raise Failed(f"a committed batch is not there whole: {name}")
        return f"{found['killed']:,} writers killed, {len(found['told']):,} commits told: all there, none in part"


def sources_in(room: Path) -> dict[str, Path]:
    """What is damaged: a folder, a workbook, a case to read into, a case with a ledger."""
    import corridor as co
    from corridor.io.read import read
    from corridor.io.write import write_xlsx

    toy = co.cases.path("toy")
    found = {"folder": room / "toy", "read": room / "read", "ledger": room / "ledger"}
    shutil.copytree(toy, found["folder"])
    found["workbook"] = write_xlsx(read(toy), room / "toy.xlsx")
    for name in ("read", "ledger"):
        if run(["new", str(found[name])]):
            raise Failed("no case to read into")
        row = room / "source.json"
        row.write_text('{"source": "s", "name": "S"}', encoding="utf-8")
        if run(["evidence", "add", str(found[name]), "source", "--from-json", str(row), "--who", "prover"]):
            raise Failed("no source")
    text = room / "t.txt"
    text.write_text(TEXT, encoding="utf-8")
    run(
        ["evidence", "read", str(text), "--case", str(found["ledger"]), "--source", "s", "--published", "2026-01-20",
         "--basis", "typed", "--who", "prover"]
    )  # fmt: skip
    return found


def prove(part: float, seed: int, only: set[str]) -> list[str]:
    """Lines of what was tried and how it ended; raises Failed at the first answer that no user should get."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="corridor-prove-") as folder:
        sources = sources_in(Path(folder))
        for kind, attempt in TRIES.items():
            if only and kind not in only:
                continue
            codes: Counter[int] = Counter()
            start, slowest = time.perf_counter(), 0.0
            for i in range(max(1, round(COUNTS[kind] * part))):
                began = time.perf_counter()
                with tempfile.TemporaryDirectory(prefix="corridor-one-") as room:
                    try:
                        codes[attempt(Rng(f"{kind}.{seed}.{i}"), Path(room), sources)] += 1
                    except Failed as error:
                        raise Failed(f"{kind}, seed {seed}, number {i}: {error}") from error
                slowest = max(slowest, time.perf_counter() - began)
                if slowest > SECONDS:
                    raise Failed(f"{kind}, seed {seed}, number {i}: {slowest:.0f} seconds")
            told = ", ".join(f"exit code {c}: {n:,}" for c, n in sorted(codes.items()))
            lines.append(
                f"{kind}: {sum(codes.values()):,} tried ({told}), slowest {slowest:.1f} s, "
                f"{time.perf_counter() - start:.0f} s in all"
            )
            print(lines[-1], flush=True)
        if not only or "disk" in only:
            lines.append(full_disk(Path(folder)))
            print(lines[-1], flush=True)
    if hasattr(signal, "SIGKILL") and (not only or "kills" in only):
        lines.append(kills(max(2, round(COUNTS["kills"] * part)), seed))
        print(lines[-1], flush=True)
    if not only or "generated" in only:
        lines.append(generated())
        print(lines[-1], flush=True)
    return lines


def generated() -> str:
    """All tests in their full size: every generated case, seed and kill, of which `make test` tries half."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal",
         "-p", "no:cacheprovider", "-m", "not browser", "--deselect", "tests/tools/test_prove.py"],
        cwd=ROOT, env={**os.environ, "CORRIDOR_TEST_SIZE": "full"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Failed(f"the tests in full size: {done.stdout[-2000:]}")
    return f"generated: the tests in full size, {done.stdout.strip().splitlines()[-1]}"


def main() -> int:
    """Run the proofs; 0 if every answer was one, 1 with the seed and number of the first that was none."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", type=float, default=1.0, help="share of the whole (default 1)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", nargs="*", default=(), help=f"some of: {' '.join(TRIES)} disk kills generated"
    )
    parser.add_argument("--out", type=Path, default=None, help="write the counts to this file")
    asked = parser.parse_args()
    try:
        lines = prove(asked.part, asked.seed, set(asked.only))
    except Failed as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    if asked.out:
        machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        text = [
            "# Proofs: damaged input, kills, a full disk\n",
            "Made by `make prove`. Every answer was an exit code with a message.\n",
            f"{dt.date.today()}, seed {asked.seed}, {machine}\n",
            *(f"- {line}" for line in lines),
        ]
        asked.out.write_text("\n".join(text) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
