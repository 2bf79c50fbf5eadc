#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles every case of this folder twice: without MISTAKE it must compile, with it it must fail and say so.

A case holds `// says: "words"` (what the compiler must show) and, where the budget can't hold, `// lines: N`.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BUDGET = {"g++": 12, "clang": 20}


def is_clang(compiler):
    return "clang" in os.path.basename(compiler)


class Case:
    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        says = re.search(r'^// says: "(.*)"$', text, re.M)
        lines = re.search(r"^// lines: (\d+)$", text, re.M)
        self.path = path
        self.says = says.group(1) if says else None
        self.lines = int(lines.group(1)) if lines else None


def compile_case(options, path, mistake):
    command = [options.compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-fdiagnostics-color=never",
               "-Wno-unused"]
    if options.pch:
        command += ["-include-pch", options.pch] if is_clang(options.compiler) else ["-include", options.pch]
    command += [f"-I{directory}" for directory in options.include]
    if mistake:
        command.append("-DMISTAKE")
    done = subprocess.run(command + [str(path)], capture_output=True, text=True, errors="replace", check=False)
    return done.returncode, done.stderr


def joined(output):
    """The output with the pieces of a split sentence put together, as a reader does."""
    return re.sub(r'"\}, (?:athanor::)?(?:detail::)?text<\d+(?:UL)?>\{"', "", output)


def judge(options, case):
    """None when the case holds, else the reason."""
    if case.says is None:
        return 'has no line // says: "..."'
    code, output = compile_case(options, case.path, False)
    if code != 0 or output.strip():
        return "does not compile cleanly without MISTAKE:\n" + output[:2000]
    code, output = compile_case(options, case.path, True)
    if code == 0:
        return "compiles with MISTAKE"
    # Clang prints `double *` where g++ prints `double*`.
    def plain(text):
        return re.sub(r"\s+\*", "*", text)

    if plain(case.says) not in plain(joined(output)):
        return f'does not say "{case.says}" but:\n' + output[:2000]
    if case.path.name not in output:
        return "does not name the user's file:\n" + output[:2000]
    # "In file included from" and "N errors generated" depend on how the file is compiled, not on the mistake.
    lines = [line for line in output.splitlines()
             if not re.match(r"(In file included from|\s+from |\d+ errors? generated)", line)]
    budget = case.lines or BUDGET["clang" if is_clang(options.compiler) else "g++"]
    if len(lines) > budget:
        return f"needs {len(lines)} lines, {budget} are allowed:\n" + "\n".join(line[:300] for line in lines)
    first_note = [i for i, line in enumerate(lines) if ": note:" in line][:1]
    first_error = [i for i, line in enumerate(lines) if ": error:" in line][:1]
    shown = joined("\n".join(lines[:3] + [lines[i] for i in first_error + first_note]))
    if plain(case.says) not in plain(shown):
        return "says it neither in the first 3 lines nor in the first error or note:\n" + "\n".join(line[:300] for line in lines)
    return None


SELF_TESTS = [
    ("a case that compiles with MISTAKE", '// says: "x"\nint main() {}\n', "compiles with MISTAKE"),
    ("a case that says something else",
     '// says: "blue"\n#ifdef MISTAKE\nstatic_assert(false, "red");\n#endif\n', "does not say"),
    ("a case that never compiles", '// says: "red"\nstatic_assert(false, "red");\n', "does not compile cleanly"),
    ("a case that warns", '// says: "red"\nint f() {}\n#ifdef MISTAKE\nstatic_assert(false, "red");\n'
     "#endif\n", "does not compile cleanly"),
    ("a case without a sentence", "int main() {}\n", "has no line"),
    ("a case over its budget", '// says: "red"\n// lines: 1\n#ifdef MISTAKE\nstatic_assert(false, "red");\n#endif\n',
     "needs"),
    ("a case that holds", '// says: "red"\n#ifdef MISTAKE\nstatic_assert(false, "red");\n#endif\n', None),
]


def self_tests(options, folder):
    """The harness itself: wrong expectations must be caught."""
    plain = argparse.Namespace(compiler=options.compiler, include=options.include, pch=None)
    for name, text, expected in SELF_TESTS:
        path = pathlib.Path(folder) / (re.sub(r"\W+", "_", name) + ".cpp")
        path.write_text(text, encoding="utf-8")
        reason = judge(plain, Case(path))
        holds = reason is None if expected is None else reason is not None and reason.startswith(expected)
        yield f"self-test: {name}", None if holds else f"expected {expected!r}, got {reason!r}"


def make_pch(options, folder):
    """The front door precompiled: twenty times cheaper per case."""
    header = pathlib.Path(folder) / "front.hpp"
    header.write_text("#include <athanor/model.hpp>\n", encoding="utf-8")
    target = str(header) + (".pch" if is_clang(options.compiler) else ".gch")
    command = [options.compiler, "-std=c++20", "-Wall", "-Wextra", "-Wno-unused", "-x", "c++-header", str(header), "-o",
               target] + [f"-I{directory}" for directory in options.include]
    subprocess.run(command, check=True)
    return target if is_clang(options.compiler) else str(header)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--include", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-pch", action="store_true")
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    options.include = options.include or [str(HERE.parent.parent / "include")]
    paths = [pathlib.Path(c) for c in options.cases] or sorted(HERE.glob("*.cpp"))
    folder = tempfile.mkdtemp(prefix="athanor_compile_fail_")
    passed = failed = 0
    try:
        options.pch = None if options.no_pch else make_pch(options, folder)
        results = list(self_tests(options, folder))
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            cases = [Case(p) for p in paths]
            for case, reason in zip(cases, pool.map(lambda c: judge(options, c), cases)):
                results.append((case.path.name, reason))
        for name, reason in results:
            passed += reason is None
            failed += reason is not None
            if reason is not None:
                print(f"FAILED {name}: {reason}")
    finally:
        shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
