#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles every C++ block of the documentation and runs its shell blocks.

usage: docs.py ROOT WORK PREFIX COMPILER [--compile-only]

What happens to a block is said in an HTML comment on the line before it (several, joined by ';'):
  ```cpp      without a comment: compiled at namespace scope, all blocks of a page in one translation unit
    body      its lines are statements: compiled inside a function
    preamble: NAME      tests/docs/preambles/NAME.hpp comes before it (for the block)
    sql: NAME           the ```sql block that follows is the text of the statement NAME, behind the lines "-- SQLite",
                        "-- PostgreSQL" or "-- SQLite and PostgreSQL"; lines are joined by single spaces
    run       a whole program: built, run, and the ```text block that follows must be what it prints
    file: F   written to F in the page's working folder, for the shell blocks of the page
    not compiled: WHY
  ```console  the lines after "$ " are run in the page's working folder; the other lines must be found in what they
              print, in this order ("..." stands for anything, also within a line)
    fails     the last command must fail
    not run: WHY
  other blocks (text, cmake, json, sql) may carry file: F, and are otherwise left alone
Links between pages must lead somewhere.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT, WORK, PREFIX = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
COMPILER = sys.argv[4]
COMPILE_ONLY = "--compile-only" in sys.argv
HERE = ROOT / "tests" / "docs"
FLAGS = ["-std=c++20", "-O0", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror",
         "-Wno-unused-function", "-Wno-unused-variable", "-Wno-unused-but-set-variable",
         f"-I{ROOT / 'include'}", f"-I{ROOT / 'examples' / 'shop'}",
         "-isystem", subprocess.run(["pg_config", "--includedir"], check=True, capture_output=True, text=True).stdout.strip()]
problems = []
counts = {"compiled": 0, "run": 0, "left": 0}


def problem(where, text):
    problems.append(f"{where}: {text}")


class Block:
    def __init__(self, page, line, language, orders, text):
        self.page, self.line, self.language, self.text = page, line, language, text
        self.orders, self.checks = {}, []
        for order in filter(None, (part.strip() for part in orders.split(";"))):
            key, _, value = order.partition(":")
            self.orders[key.strip()] = value.strip()
        self.where = f"{page.relative_to(ROOT).as_posix()}:{line}"


def blocks_of(page):
    lines = page.read_text(encoding="utf-8").split("\n")
    found, number = [], 0
    while number < len(lines):
        opening = re.match(r"^(\s*)```(\w*)\s*$", lines[number])
        if opening:
            before = lines[number - 1].strip() if number else ""
            comment = re.match(r"^<!--\s*(.*?)\s*-->$", before)
            start, number = number + 1, number + 1
            while number < len(lines) and lines[number].strip() != "```":
                number += 1
            if number == len(lines):
                problem(page.name, f"the block of line {start} never ends")
            text = "\n".join(line[len(opening.group(1)):] for line in lines[start:number])
            found.append(Block(page, start + 1, opening.group(2), comment.group(1) if comment else "", text))
        number += 1
    return found


def call(command, **arguments):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=900, check=False, **arguments)


def sql_checks(block, after):
    """The assertions that a statement has the text which the page shows."""
    if after is None or after.language != "sql":
        problem(block.where, "no ```sql block follows the statement")
        return []
    texts, current = {}, []
    for line in after.text.split("\n"):
        if line.startswith("-- "):
            current = [texts.setdefault(name, []) for name in line[3:].split(" and ")]
        for text in current if not line.startswith("-- ") else []:
            text.append(line.strip())
    if not texts or not set(texts) <= {"SQLite", "PostgreSQL"}:
        problem(after.where, 'whose text is it? "-- SQLite", "-- PostgreSQL" or "-- SQLite and PostgreSQL"')
    where = f'#line {after.line} "{after.page.relative_to(ROOT).as_posix()}"'
    return [f"{where}\nstatic_assert(athanor::sql_of<athanor::{name.lower()}, std::remove_cvref_t<decltype({block.orders['sql']})>> ==\n"
            f'R"sql({" ".join(lines)})sql", "the page shows another text for {name}");' for name, lines in texts.items()]


def compile_page(page, blocks):
    """All blocks of a page in one translation unit, each in a namespace of its own; errors name the page's lines."""
    includes, bodies, preambles = [], [], []
    for number, block in enumerate(blocks):
        if "preamble" in block.orders:
            preamble = f'#include "{HERE / "preambles" / block.orders["preamble"]}.hpp"'
            if preamble not in preambles:
                preambles.append(preamble)
        lines = block.text.split("\n")
        for index, line in enumerate(lines):
            if re.match(r"\s*#\s*include", line):
                includes.append(line.strip())
                lines[index] = ""
            elif re.match(r"\s*#\s*pragma once", line):
                lines[index] = ""
        where = f'#line {block.line} "{page.relative_to(ROOT).as_posix()}"'
        text = "\n".join(lines)
        using = f"using namespace preamble_{block.orders['preamble']};\n" if "preamble" in block.orders else ""
        if "body" in block.orders:
            bodies.append(f"namespace block_{number} {{\n{using}[[maybe_unused]] void body() {{\n{where}\n{text}\n}}\n}}")
        else:
            text = re.sub(r"\bint main\(", "int program(", text)
            checks = "\n".join(block.checks)
            bodies.append(f"namespace block_{number} {{\n{using}{where}\n{text}\n{checks}\n}}")
    source = WORK / (page.relative_to(ROOT).as_posix().replace("/", "_") + ".cpp")
    source.write_text("\n".join(dict.fromkeys(includes)) + "\n" + "\n".join(preambles) + "\n" + "\n".join(bodies) + "\n")
    done = call([COMPILER, *FLAGS, "-fsyntax-only", str(source)], cwd=ROOT)
    if done.returncode != 0:
        problem(page.relative_to(ROOT).as_posix(), "a C++ block doesn't compile:\n" + done.stdout[:4000])
    counts["compiled"] += len(blocks)


def run_program(block, expected):
    folder = WORK / f"program_{block.page.stem}_{block.line}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.cpp").write_text(block.text + "\n")
    done = call([COMPILER, *FLAGS, "program.cpp", "-o", "program", "-lsqlite3", "-lpq"], cwd=folder)
    if done.returncode == 0:
        done = call(["./program"], cwd=folder)
        if done.returncode == 0 and expected is not None and done.stdout.strip() != expected.text.strip():
            problem(expected.where, f"the program prints:\n{done.stdout}")
    if done.returncode != 0:
        problem(block.where, f"exit code {done.returncode}:\n{done.stdout[:4000]}")
    counts["run"] += 1


def matches(expected, output):
    """Every expected line, in order, in the output; '...' stands for anything."""
    lines, place = output.split("\n"), 0
    for line in expected:
        if line.strip() in ("", "..."):
            continue
        pattern = re.compile(".*".join(re.escape(part.strip()) for part in line.split("...")))
        while place < len(lines) and not pattern.search(lines[place]):
            place += 1
        if place == len(lines):
            return line
        place += 1
    return None


def run_shell(block, folder, environment):
    commands, expected = [], []
    for line in block.text.split("\n"):
        if line.startswith("$ "):
            commands.append(line[2:])
        elif line.startswith("> ") and commands:
            commands[-1] += "\n" + line[2:]
        else:
            expected.append(line)
    if block.language == "sh":
        commands, expected = [block.text], []
    done = call(["bash", "-euo", "pipefail", "-c", "\n".join(commands)], cwd=folder, env=environment)
    if (done.returncode != 0) != ("fails" in block.orders):
        problem(block.where, f"exit code {done.returncode}:\n{done.stdout[-4000:]}")
    missing = matches(expected, done.stdout)
    if missing is not None:
        problem(block.where, f"never printed: {missing}\nbut:\n{done.stdout[-4000:]}")
    counts["run"] += 1


def check_links(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists():
            problem(page.relative_to(ROOT).as_posix(), f"links to {target}, which does not exist")


def check_page(page):
    check_links(page)
    blocks = blocks_of(page)
    folder = WORK / page.relative_to(ROOT).with_suffix("")
    environment = dict(os.environ, CMAKE_PREFIX_PATH=str(PREFIX), CMAKE_GENERATOR="Ninja", CXX=COMPILER)
    environment.pop("DATABASE_URL", None)
    if shutil.which("ccache"):
        environment["CMAKE_CXX_COMPILER_LAUNCHER"] = "ccache"
    to_compile = []
    for number, block in enumerate(blocks):
        if "file" in block.orders and not COMPILE_ONLY:
            path = folder / block.orders["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text + "\n")
        elif block.language == "cpp" and "file" not in block.orders:
            if "not compiled" in block.orders:
                counts["left"] += 1
                if not block.orders["not compiled"]:
                    problem(block.where, "say why it isn't compiled")
            elif "run" in block.orders:
                after = blocks[number + 1] if number + 1 < len(blocks) else None
                run_program(block, after if after is not None and after.language == "text" else None)
            else:
                if "sql" in block.orders:
                    following = blocks[number + 1] if number + 1 < len(blocks) else None
                    block.checks = sql_checks(block, following)
                to_compile.append(block)
        elif block.language in ("console", "sh", "bash"):
            if "not run" in block.orders:
                counts["left"] += 1
                if not block.orders["not run"]:
                    problem(block.where, "say why it isn't run")
            elif not COMPILE_ONLY:
                folder.mkdir(parents=True, exist_ok=True)
                run_shell(block, folder, environment)
        elif block.language == "":
            problem(block.where, "a block without a language")
    if to_compile:
        compile_page(page, to_compile)


def check_error_pages():
    """One page per code of base/error.hpp, and no page without a code."""
    header = (ROOT / "include" / "athanor" / "base" / "error.hpp").read_text(encoding="utf-8")
    codes = set(re.findall(r'"(ATH\d{4})"', header)) - {"ATH0000"}
    pages = {path.stem for path in (ROOT / "docs" / "errors").glob("ATH*.md")}
    for code in sorted(codes - pages):
        problem("docs/errors", f"no page for {code}")
    for code in sorted(pages - codes):
        problem("docs/errors", f"{code}.md is about a code that does not exist")


def check_promises():
    """Every promise names a test file that exists."""
    page = ROOT / "docs" / "promises.md"
    for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("| ") and not line.startswith("| Promise") and not line.startswith("| ---"):
            named = re.findall(r"`((?:tests|examples)/[^`]+)`", line)
            if not named:
                problem(f"docs/promises.md:{number}", "a promise without a test")
            for name in named:
                if not (ROOT / name).exists():
                    problem(f"docs/promises.md:{number}", f"{name} does not exist")


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    pages = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
    for page in pages:
        check_page(page)
    check_error_pages()
    check_promises()
    for line in problems:
        print(line)
    print(f"{len(pages)} pages: {counts['compiled']} blocks compiled, {counts['run']} run, {counts['left']} left alone "
          f"with a reason, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
