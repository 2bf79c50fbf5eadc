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


def front_doors(path, seen):
    """The headers of the library that a file includes, itself or through headers of this folder, in order."""
    found = []
    for opening, name in re.findall(r'^#include ([<"])(.*)[>"]$', path.read_text(encoding="utf-8"), re.M):
        if opening == "<" and name.startswith("athanor/"):
            found.append(name)
        elif opening == '"' and name not in seen:
            seen.add(name)
            found += front_doors(path.parent / name, seen)
    return tuple(dict.fromkeys(found))


class Case:
    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        says = re.search(r'^// says: "(.+)"$', text, re.M)
        lines = re.search(r"^// lines: (\d+)$", text, re.M)
        self.path = path
        self.says = says.group(1) if says else None
        self.lines = int(lines.group(1)) if lines else None
        # The line that the compiler must name is the mistake's, or behind it the one that uses the model.
        self.first_line = text[: text.find("#ifdef MISTAKE") + 1].count("\n") + 1
        self.needs = front_doors(path, set())


def compile_case(options, case, mistake):
    command = [options.compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-fdiagnostics-color=never",
               "-Wno-unused"]
    pch = options.pch.get(case.needs)
    if pch:
        command += ["-include-pch", pch] if is_clang(options.compiler) else ["-include", pch]
    command += [f"-I{directory}" for directory in options.include]
    if mistake:
        command.append("-DMISTAKE")
    done = subprocess.run(command + [str(case.path)], capture_output=True, text=True, errors="replace", check=False)
    return done.returncode, done.stderr


def joined(output):
    """The output as a reader sees it: the pieces of a split sentence put together, nothing escaped."""
    output = re.sub(r'"\}, (?:athanor::)?(?:detail::)?text<\d+(?:UL)?>\{"', "", output)
    output = re.sub(r'\\([\'"])', r"\1", output)
    # Clang prints `double *` where g++ prints `double*`.
    return re.sub(r"\s+\*", "*", output)


def judge(options, case):
    """None when the case holds, else the reason."""
    if case.says is None:
        return 'has no line // says: "..."'
    code, output = compile_case(options, case, False)
    if code != 0 or output.strip():
        return "does not compile cleanly without MISTAKE:\n" + output[:2000]
    code, output = compile_case(options, case, True)
    if code == 0:
        return "compiles with MISTAKE"
    says = joined(case.says)
    if says not in joined(output):
        return f'does not say "{case.says}" but:\n' + output[:2000]
    # "In file included from" and "N errors generated" depend on how the file is compiled, not on the mistake.
    lines = [line for line in output.splitlines()
             if not re.match(r"(In file included from|\s+from |\d+ errors? generated)", line)]
    shown = "\n".join(line[:300] for line in lines)
    named = [int(n) for n in re.findall(re.escape(case.path.name) + r":(\d+)", "\n".join(lines))]
    if not any(n > case.first_line for n in named):
        return "does not name the user's line:\n" + shown
    budget = case.lines or BUDGET["clang" if is_clang(options.compiler) else "g++"]
    if len(lines) > budget:
        return f"needs {len(lines)} lines, {budget} are allowed:\n" + shown
    first_note = [i for i, line in enumerate(lines) if ": note:" in line][:1]
    first_error = [i for i, line in enumerate(lines) if ": error:" in line][:1]
    if says not in joined("\n".join(lines[:3] + [lines[i] for i in first_error + first_note])):
        return "says it neither in the first 3 lines nor in the first error or note:\n" + shown
    before = joined("\n".join(lines)).partition(says)[0]
    if "detail::" in re.sub(r'(?:athanor::)?detail::text<\d+(?:UL)?>\{"[^"]*$', "", before):
        return "names what is the library's own (detail::) before it says it:\n" + shown
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
    ("a case whose mistake is shown elsewhere",
     '// says: "red"\ntemplate <class T> int f(T) {\n    static_assert(sizeof(T) == 1, "red");\n    return 1;\n}\n'
     '#ifdef MISTAKE\n#line 1 "elsewhere.cpp"\nint y = f(1);\n#endif\n', "does not name the user's line"),
    ("a case that shows the inside first",
     '// says: "red"\nnamespace detail {\nstruct inside {};\n}\ntemplate <class T> constexpr bool right = false;\n'
     'template <class T> int f(T) {\n    static_assert(right<T>, "red");\n    return 1;\n}\n'
     '#ifdef MISTAKE\nint y = f(detail::inside{});\n#endif\n', "names what is the library's own"),
    ("a case that holds", '// says: "red"\n#ifdef MISTAKE\nstatic_assert(false, "red");\n#endif\n', None),
]


def self_tests(options, folder):
    """The harness itself: wrong expectations must be caught."""
    plain = argparse.Namespace(compiler=options.compiler, include=options.include, pch={})
    for name, text, expected in SELF_TESTS:
        path = pathlib.Path(folder) / (re.sub(r"\W+", "_", name) + ".cpp")
        path.write_text(text, encoding="utf-8")
        reason = judge(plain, Case(path))
        holds = reason is None if expected is None else reason is not None and reason.startswith(expected)
        yield f"self-test: {name}", None if holds else f"expected {expected!r}, got {reason!r}"


def make_pch(options, folder, needs):
    """The front doors of some cases precompiled: twenty times cheaper per case."""
    header = pathlib.Path(folder) / ("_".join(re.sub(r"\W+", "_", name) for name in needs) + ".hpp")
    header.write_text("".join(f"#include <{name}>\n" for name in needs), encoding="utf-8")
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
    cases = [Case(p) for p in ([pathlib.Path(c) for c in options.cases] or sorted(HERE.glob("*.cpp")))]
    folder = tempfile.mkdtemp(prefix="athanor_compile_fail_")
    passed = failed = 0
    try:
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            needs = [] if options.no_pch else [c.needs for c in cases]
            groups = sorted({n for n in needs if n and needs.count(n) > 2})
            options.pch = dict(zip(groups, pool.map(lambda needs: make_pch(options, folder, needs), groups)))
            results = list(self_tests(options, folder))
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
