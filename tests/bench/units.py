#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""How long 500 migration units take to build with two jobs, without a compiler cache. Prints seconds."""

import argparse
import os
import pathlib
import resource
import subprocess
import tempfile
import time

UNIT = """// step {i}
#include <athanor/migrate/unit.hpp>

namespace {{
using namespace athanor::migrate;

void upgrade(operations& op) {{
    op.create_table("table_{i}",
                    {{
                        column("id", bigint()).not_null(),
                        column("name", varchar(255)).not_null(),
                        column("note", text()),
                        column("amount", numeric(10, 2)).not_null().server_default(0),
                        column("created_at", timestamp_tz()).server_default(now()),
                    }},
                    {{
                        primary_key("pk_table_{i}", {{"id"}}),
                        unique("uq_table_{i}_name", {{"name"}}),
                        check("ck_table_{i}_amount", "\\"amount\\" >= 0"),
                    }});
    op.create_index("ix_table_{i}_created_at", "table_{i}", {{"created_at"}});
}}

void downgrade(operations& op) {{
    op.drop_index("ix_table_{i}_created_at", "table_{i}");
    op.drop_table("table_{i}");
}}
}} // namespace

ATHANOR_REVISION(r{i:06d}, upgrade, downgrade, "step {i}"{parents})
"""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--include", required=True)
    options.add_argument("--compiler", default="g++")
    given = options.parse_args()
    include = pathlib.Path(given.include).resolve()

    with tempfile.TemporaryDirectory(prefix="athanor-units-") as folder:
        root = pathlib.Path(folder)
        lines = [
            "rule cxx",
            f"  command = {given.compiler} -std=c++20 -O2 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
            f" -I{include} -c $in -o $out",
            "rule ar",
            "  command = rm -f $out && ar rcs $out @$out.rsp",
            "  rspfile = $out.rsp",
            "  rspfile_content = $in",
        ]
        objects = []
        for i in range(given.count):
            parents = "" if i == 0 else f', athanor::migrate::revises("r{i - 1:06d}")'
            (root / f"r{i:06d}_step.cpp").write_text(UNIT.format(i=i, parents=parents))
            lines.append(f"build r{i:06d}.o: cxx r{i:06d}_step.cpp")
            objects.append(f"r{i:06d}.o")
        lines.append("build libunits.a: ar " + " ".join(objects))
        (root / "build.ninja").write_text("\n".join(lines) + "\n")
        started = time.monotonic()
        subprocess.run(["ninja", "-C", folder, f"-j{given.jobs}", "--quiet"], check=True,
                       env={**os.environ, "CCACHE_DISABLE": "1"})
        seconds = time.monotonic() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = (root / "libunits.a").stat().st_size
        print(f"units  {given.count} units, {given.jobs} jobs, {given.compiler}: {seconds:.1f} s wall, "
              f"{used.ru_utime + used.ru_stime:.1f} s CPU, {1000 * (used.ru_utime + used.ru_stime) / given.count:.0f} ms "
              f"a unit, archive {size // 1024} KiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
