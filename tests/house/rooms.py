#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Keeps the house in order: which room may look at which, and a few rules for every file.

usage: rooms.py [root of the repository]      prints one line per violation; exit code 1 if there is any
"""
import pathlib
import re
import sys

# The order of the rooms; each sees those before it, except where EXTRA or HIDDEN say otherwise.
ORDER = ["base", "reflect", "value", "expression", "schema", "statement", "dialect", "driver", "engine", "orm"]
ALLOWED = {room: set(ORDER[:place]) for place, room in enumerate(ORDER)}
# The second stream: schema changes as data, between schema and dialect.
ALLOWED["operation"] = {"base", "reflect", "value", "expression", "schema"}
for room in ("dialect", "driver", "engine", "orm"):
    ALLOWED[room].add("operation")
ALLOWED["migrate"] = set(ORDER) - {"orm"} | {"operation"}
ALLOWED["codegen"] = ALLOWED["migrate"] | {"migrate"}

MOST_LINES = 600
SOURCES = {".hpp", ".cpp", ".py", ".cmake", ".in", ".sh"}
TEXTS = SOURCES | {".md", ".txt", ".json", ".yml"}
FOLDERS = ["include", "codegen", "examples", "tests", "cmake", "docs"]
LEFTOVERS = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", re.M)
PUBLIC_MACROS = {"ATHANOR_REVISION"}
# A unit compiles in milliseconds because of this.
UNIT = "athanor/migrate/unit.hpp"
UNIT_PARTS = ["athanor/migrate/unit_columns.hpp", "athanor/migrate/unit_constraints.hpp"]
UNIT_INCLUDES = {"initializer_list", "athanor/value/sql_type.hpp", *UNIT_PARTS}


def without_comments(text):
    """C++ text without comments; strings survive."""
    token = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
    return token.sub(lambda m: m.group(0) if m.group(0)[0] in "\"'" else " ", text)


def room_of(name):
    """athanor/schema/table.hpp -> schema; a front door -> None."""
    parts = name.split("/")
    return parts[1] if len(parts) > 2 else None


class House:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.problems = []
        self.headers = {}
        for base in (self.root / "include", self.root / "codegen" / "include"):
            for path in sorted(base.rglob("*.hpp")):
                self.headers[path.relative_to(base).as_posix()] = path

    def problem(self, where, text):
        self.problems.append(f"{where}: {text}")

    def shown(self, path):
        return path.relative_to(self.root).as_posix()

    def includes(self, name):
        """The athanor headers that a header includes, by name."""
        found = []
        for quote, target in INCLUDE.findall(without_comments(self.headers[name].read_text(encoding="utf-8"))):
            if quote == '"' and not target.startswith("athanor/"):
                self.problem(self.shown(self.headers[name]), f'includes "{target}": write <athanor/...>')
            elif target.startswith("athanor/"):
                found.append(target)
        return found

    def check_edges(self):
        files, rooms = {}, {}
        for name, path in self.headers.items():
            mine = room_of(name)
            files[name] = []
            if mine is not None and mine not in ALLOWED:
                self.problem(self.shown(path), f"there is no room {mine} in the plan of the house")
                continue
            for target in self.includes(name):
                if target not in self.headers:
                    self.problem(self.shown(path), f"includes <{target}>, which does not exist")
                    continue
                files[name].append(target)
                other = room_of(target)
                if mine is None:
                    continue
                if other is None:
                    self.problem(self.shown(path), f"a room includes the front door <{target}>")
                elif other != mine:
                    rooms.setdefault(mine, []).append(other)
                    if other not in ALLOWED[mine]:
                        self.problem(self.shown(path), f"room {mine} may not look into {other} (<{target}>)")
        self.check_cycles(files, "files")
        self.check_cycles({room: rooms.get(room, []) for room in ALLOWED}, "rooms")
        # The sources of the generator are a part of room codegen.
        for path in sorted((self.root / "codegen" / "src").rglob("*.[ch]pp")):
            for _, target in INCLUDE.findall(without_comments(path.read_text(encoding="utf-8"))):
                other = room_of(target) if target.startswith("athanor/") else "codegen"
                if other is not None and other != "codegen" and other not in ALLOWED["codegen"]:
                    self.problem(self.shown(path), f"room codegen may not look into {other} (<{target}>)")

    def check_cycles(self, graph, what):
        state, path = {}, []

        def visit(node):
            state[node] = 1
            path.append(node)
            for target in graph.get(node, []):
                if state.get(target, 0) == 1:
                    circle = path[path.index(target):] + [target]
                    self.problem(node, f"cycle of {what}: " + " -> ".join(circle))
                elif state.get(target, 0) == 0:
                    visit(target)
            path.pop()
            state[node] = 2

        for node in graph:
            if state.get(node, 0) == 0:
                visit(node)

    def check_front_doors(self):
        for name, path in self.headers.items():
            if room_of(name) is not None:
                continue
            rest = without_comments(path.read_text(encoding="utf-8"))
            rest = re.sub(r"^[ \t]*#[ \t]*(?:include|pragma)[^\n]*", "", rest, flags=re.M)
            rest = re.sub(r"\binline\s+namespace\b|\bnamespace\s+[\w:]+\s*=\s*[\w:]+\s*;|\bnamespace\s+[\w:]+", "", rest)
            rest = re.sub(r"\busing\s[^;{}]*;", "", rest)
            rest = re.sub(r"[{}\s]", "", rest)
            if rest:
                self.problem(self.shown(path), f"a front door holds more than includes and using: {rest[:60]}")

    def check_unit_header(self):
        for name in [UNIT, *UNIT_PARTS]:
            if name not in self.headers:
                continue
            text = without_comments(self.headers[name].read_text(encoding="utf-8"))
            for _, target in INCLUDE.findall(text):
                if target not in UNIT_INCLUDES:
                    self.problem(self.shown(self.headers[name]), f"includes <{target}>: units would pay for it")
        deep = self.headers.get("athanor/value/sql_type.hpp")
        if deep is not None and INCLUDE.search(without_comments(deep.read_text(encoding="utf-8"))):
            self.problem(self.shown(deep), "includes something: units would pay for it")

    def check_files(self):
        paths = [self.root / "CMakeLists.txt", self.root / "dev"]
        paths += [path for path in self.root.glob("*.md")]
        for folder in FOLDERS:
            paths += [p for p in sorted((self.root / folder).rglob("*")) if p.is_file() and p.suffix in TEXTS]
        for path in paths:
            if not path.exists():
                continue
            data = path.read_bytes()
            where = self.shown(path)
            for number, line in enumerate(data.split(b"\n"), 1):
                if any(byte > 126 or (byte < 32 and byte != 9) for byte in line):
                    self.problem(f"{where}:{number}", "only plain ASCII, please")
                    break
            text = data.decode("utf-8", "replace")
            lines = text.count("\n")
            if path.suffix in SOURCES and lines > MOST_LINES:
                self.problem(where, f"{lines} lines; {MOST_LINES} are the most")
            left = LEFTOVERS.search(text)
            if left:
                self.problem(where, f"{left.group(0)} is left over")
            if path.suffix == ".hpp" and "/tests/" not in f"/{where}" and not text.startswith("#pragma once\n"):
                self.problem(where, "starts without #pragma once")
            ours = where.startswith(("include/", "codegen/", "examples/")) and "/migrations/" not in where
            if ours and path.suffix in {".hpp", ".cpp"} and "SPDX-License-Identifier" not in text[:200]:
                self.problem(where, "has no SPDX line at its head")

    def check_macros(self):
        for path in self.headers.values():
            for name in DEFINE.findall(without_comments(path.read_text(encoding="utf-8"))):
                if name not in PUBLIC_MACROS:
                    self.problem(self.shown(path), f"defines the macro {name}")

    def check(self):
        self.check_edges()
        self.check_front_doors()
        self.check_unit_header()
        self.check_files()
        self.check_macros()
        return self.problems


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2]
    house = House(root)
    problems = house.check()
    for line in problems:
        print(line)
    print(f"{len(house.headers)} headers, {len(problems)} violations")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
