#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants one violation of every rule in a small house and wants rooms.py to find it, and nothing else."""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import rooms  # noqa: E402

HEAD = "#pragma once\n// SPDX-License-Identifier: BSL-1.0\n"
CLEAN = {
    "include/athanor/model.hpp": HEAD + "#include <athanor/schema/table.hpp>\n"
                                        "namespace athanor { using detail::x; namespace orm = athanor; }\n",
    "include/athanor/base/error.hpp": HEAD + "// #include <athanor/orm/session.hpp> in a comment counts for nothing\n",
    "include/athanor/value/sql_type.hpp": HEAD,
    "include/athanor/schema/table.hpp": HEAD + "#include <athanor/base/error.hpp>\n#include <string>\n",
    "include/athanor/operation/any.hpp": HEAD + "#include <athanor/schema/table.hpp>\n",
    "include/athanor/migrate/unit.hpp": HEAD + "#include <athanor/value/sql_type.hpp>\n#include <initializer_list>\n",
    "codegen/src/a.cpp": "// SPDX-License-Identifier: BSL-1.0\n#include <athanor/migrate/unit.hpp>\n",
}
PLANTED = [
    ("a room that looks forward", "include/athanor/base/bad.hpp", HEAD + "#include <athanor/value/sql_type.hpp>\n",
     "may not look into value"),
    ("migrate that sees the orm", "include/athanor/migrate/bad.hpp", HEAD + "#include <athanor/orm/s.hpp>\n",
     "may not look into orm"),
    ("codegen that sees the orm", "codegen/src/bad.cpp",
     "// SPDX-License-Identifier: BSL-1.0\n#include <athanor/orm/s.hpp>\n", "may not look into orm"),
    ("a front door used from a room", "include/athanor/engine/bad.hpp", HEAD + "#include <athanor/model.hpp>\n",
     "includes the front door"),
    ("a header that does not exist", "include/athanor/engine/bad.hpp", HEAD + "#include <athanor/base/none.hpp>\n",
     "does not exist"),
    ("an unknown room", "include/athanor/attic/bad.hpp", HEAD, "no room attic"),
    ("a cycle of two files", "include/athanor/schema/bad.hpp",
     HEAD + "#include <athanor/schema/worse.hpp>\n", "cycle of files"),
    ("a front door with code", "include/athanor/query.hpp", HEAD + "inline int x = 1;\n", "more than includes"),
    ("a unit header that got heavy", "include/athanor/migrate/unit.hpp", HEAD + "#include <string>\n",
     "units would pay"),
    ("a letter outside ASCII", "include/athanor/base/bad.hpp", HEAD + "// \u00e9\n", "ASCII"),
    ("a long file", "include/athanor/base/bad.hpp", HEAD + "//\n" * 700, "lines; 600"),
    ("a leftover", "codegen/src/bad.cpp", "// SPDX-License-Identifier: BSL-1.0\n// TO" "DO: finish\n", "left over"),
    ("a header without pragma once", "include/athanor/base/bad.hpp", "// SPDX-License-Identifier: BSL-1.0\n",
     "without #pragma once"),
    ("a file without licence", "codegen/src/bad.cpp", "int x;\n", "no SPDX"),
    ("a macro", "include/athanor/base/bad.hpp", HEAD + "#define ATHANOR_THING 1\n", "defines the macro"),
    ("a quoted include", "include/athanor/schema/bad.hpp", HEAD + '#include "table.hpp"\n', "write <athanor"),
]


def violations(files):
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = pathlib.Path(root) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return rooms.House(root).check()


def main():
    bad = 0
    found = violations(CLEAN)
    if found:
        bad += 1
        print("a clean house has violations:", found)
    for title, name, text, expected in PLANTED:
        files = dict(CLEAN)
        files[name] = text
        if "s.hpp" in text:
            files["include/athanor/orm/s.hpp"] = HEAD
        if "worse.hpp" in text:
            files["include/athanor/schema/worse.hpp"] = HEAD + "#include <athanor/schema/bad.hpp>\n"
        found = violations(files)
        if len(found) != 1 or expected not in found[0]:
            bad += 1
            print(f"{title}: wanted one violation with '{expected}', found {found}")
    print(f"{len(PLANTED) + 1 - bad} of {len(PLANTED) + 1} as expected")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
