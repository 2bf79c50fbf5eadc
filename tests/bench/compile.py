# SPDX-License-Identifier: BSL-1.0
"""What it costs to compile models and statements, beside the same written by hand over sqlite3: CPU time and
memory of the compiler, size of the object. Files with 1, 10 and 50 models of eight columns; one query each, or
five operations each (create the table, insert, get by key, update, query)."""

import os
import pathlib
import statistics
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPILERS = ["g++", "clang++-19"]
LEVELS = ["-O0", "-O2"]
MODELS = [1, 10, 50]
OPERATIONS = {"one query each": False, "five operations each": True}
MOST_PAIRS = 3

STRUCT = """
struct Model{i} {{
    std::int64_t id{{}};
    std::string name{i}{{}};
    std::string email{{}};
    std::int32_t age{{}};
    double score{{}};
    bool active{{}};
    std::optional<std::string> note{{}};
    std::optional<std::int64_t> team{{}};
{table}}};
"""

OURS_HEAD = """#include <athanor/model.hpp>
#include <athanor/query.hpp>
#include <athanor/sqlite.hpp>
{more}
#include <vector>
using connection = athanor::connection<athanor::sqlite>;
"""
OURS_QUERY = """
std::vector<Model{i}> query{i}(connection& conn, int age) {{
    using athanor::col;
    return conn.all(athanor::select<Model{i}>()
                        .where(col<&Model{i}::age> > age && col<&Model{i}::active> == true)
                        .order_by(col<&Model{i}::id>));
}}
"""
OURS_REST = """
void insert{i}(connection& conn, Model{i}& object) {{ conn.insert(object); }}
std::optional<Model{i}> get{i}(connection& conn, std::int64_t id) {{ return conn.get<Model{i}>(id); }}
void update{i}(connection& conn, Model{i} const& object) {{ conn.update(object); }}
"""
OURS_TABLES = """
void create_all(connection& conn) {{ conn.create_all<athanor::metadata<{models}>>(); }}
"""

HAND_HEAD = """#include <sqlite3.h>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>
static void must(int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) { throw std::runtime_error("sqlite"); }
}
static void text(sqlite3_stmt* s, int at, std::string const& v) {
    must(sqlite3_bind_text(s, at, v.data(), static_cast<int>(v.size()), SQLITE_STATIC));
}
static std::string text(sqlite3_stmt* s, int at) {
    return std::string(reinterpret_cast<char const*>(sqlite3_column_text(s, at)),
                       static_cast<std::size_t>(sqlite3_column_bytes(s, at)));
}
"""
HAND_READ = """
static void read(sqlite3_stmt* s, Model{i}& o) {{
    o.id = sqlite3_column_int64(s, 0);
    o.name{i} = text(s, 1);
    o.email = text(s, 2);
    o.age = sqlite3_column_int(s, 3);
    o.score = sqlite3_column_double(s, 4);
    o.active = sqlite3_column_int(s, 5) != 0;
    if (sqlite3_column_type(s, 6) != SQLITE_NULL) {{ o.note = text(s, 6); }}
    if (sqlite3_column_type(s, 7) != SQLITE_NULL) {{ o.team = sqlite3_column_int64(s, 7); }}
}}
"""
HAND_QUERY = """
std::vector<Model{i}> query{i}(sqlite3* db, int age) {{
    static sqlite3_stmt* s = nullptr;
    if (s == nullptr) {{
        must(sqlite3_prepare_v2(db, "SELECT id, name{i}, email, age, score, active, note, team FROM model_{i} WHERE "
                                    "age > ? AND active = ? ORDER BY id", -1, &s, nullptr));
    }}
    must(sqlite3_bind_int(s, 1, age));
    must(sqlite3_bind_int(s, 2, 1));
    std::vector<Model{i}> out;
    while (sqlite3_step(s) == SQLITE_ROW) {{ read(s, out.emplace_back()); }}
    must(sqlite3_reset(s));
    return out;
}}
"""
HAND_REST = """
static void bind(sqlite3_stmt* s, int at, Model{i} const& o) {{
    text(s, at, o.name{i});
    text(s, at + 1, o.email);
    must(sqlite3_bind_int(s, at + 2, o.age));
    must(sqlite3_bind_double(s, at + 3, o.score));
    must(sqlite3_bind_int(s, at + 4, o.active ? 1 : 0));
    if (o.note) {{ text(s, at + 5, *o.note); }} else {{ must(sqlite3_bind_null(s, at + 5)); }}
    if (o.team) {{ must(sqlite3_bind_int64(s, at + 6, *o.team)); }} else {{ must(sqlite3_bind_null(s, at + 6)); }}
}}
void insert{i}(sqlite3* db, Model{i}& o) {{
    static sqlite3_stmt* s = nullptr;
    if (s == nullptr) {{
        must(sqlite3_prepare_v2(db, "INSERT INTO model_{i} (id, name{i}, email, age, score, active, note, team) VALUES "
                                    "(?, ?, ?, ?, ?, ?, ?, ?)", -1, &s, nullptr));
    }}
    must(sqlite3_bind_int64(s, 1, o.id));
    bind(s, 2, o);
    must(sqlite3_step(s));
    must(sqlite3_reset(s));
}}
std::optional<Model{i}> get{i}(sqlite3* db, std::int64_t id) {{
    static sqlite3_stmt* s = nullptr;
    if (s == nullptr) {{
        must(sqlite3_prepare_v2(db, "SELECT id, name{i}, email, age, score, active, note, team FROM model_{i} WHERE "
                                    "id = ?", -1, &s, nullptr));
    }}
    must(sqlite3_bind_int64(s, 1, id));
    std::optional<Model{i}> out;
    if (sqlite3_step(s) == SQLITE_ROW) {{ read(s, out.emplace()); }}
    must(sqlite3_reset(s));
    return out;
}}
void update{i}(sqlite3* db, Model{i} const& o) {{
    static sqlite3_stmt* s = nullptr;
    if (s == nullptr) {{
        must(sqlite3_prepare_v2(db, "UPDATE model_{i} SET name{i} = ?, email = ?, age = ?, score = ?, active = ?, note = ?, "
                                    "team = ? WHERE id = ?", -1, &s, nullptr));
    }}
    bind(s, 1, o);
    must(sqlite3_bind_int64(s, 8, o.id));
    must(sqlite3_step(s));
    must(sqlite3_reset(s));
}}
void create{i}(sqlite3* db) {{
    must(sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS model_{i} (id INTEGER NOT NULL PRIMARY KEY, name{i} TEXT NOT NULL, "
                          "email TEXT NOT NULL, age INTEGER NOT NULL, score DOUBLE PRECISION NOT NULL, active BOOLEAN "
                          "NOT NULL, note TEXT, team BIGINT)", nullptr, nullptr, nullptr));
}}
"""


def ours(models, five):
    table = "    static constexpr auto table = athanor::table(\"model_{i}\", athanor::primary_key<&Model{i}::id>);\n"
    parts = [OURS_HEAD.format(more="#include <athanor/create_all.hpp>" if five else "")]
    for i in range(models):
        parts.append(STRUCT.format(i=i, table=table.format(i=i)) + OURS_QUERY.format(i=i))
        if five:
            parts.append(OURS_REST.format(i=i))
    if five:
        parts.append(OURS_TABLES.format(models=", ".join(f"Model{i}" for i in range(models))))
    return "".join(parts)


def by_hand(models, five):
    parts = [HAND_HEAD]
    for i in range(models):
        parts.append((STRUCT + HAND_READ + HAND_QUERY + (HAND_REST if five else "")).format(i=i, table=""))
    return "".join(parts)


def compiled(compiler, level, source):
    """CPU seconds, peak MiB and the object's KiB."""
    target = source.with_suffix(".o")
    process = os.posix_spawnp(compiler, [compiler, "-std=c++20", level, f"-I{ROOT / 'include'}", "-c", str(source), "-o",
                                         str(target)], {**os.environ, "CCACHE_DISABLE": "1"})
    _, status, used = os.wait4(process, 0)
    if status != 0:
        raise SystemExit(f"{compiler} couldn't compile {source.name}")
    return {"CPU s": used.ru_utime + used.ru_stime, "peak MiB": used.ru_maxrss / 1024,
            "object KiB": target.stat().st_size / 1024}


def run(given, show):
    found = []
    pairs = min(given.pairs, MOST_PAIRS)
    with tempfile.TemporaryDirectory(prefix="athanor-compile-") as folder:
        for models in MODELS:
            for what, five in OPERATIONS.items():
                left = pathlib.Path(folder) / "ours.cpp"
                right = pathlib.Path(folder) / "by_hand.cpp"
                left.write_text(ours(models, five))
                right.write_text(by_hand(models, five))
                for compiler in COMPILERS:
                    for level in LEVELS:
                        case = f"{compiler} {level}, models: {models}, {what}"
                        if given.case and given.case not in case:
                            continue
                        runs = [(compiled(compiler, level, left), compiled(compiler, level, right))
                                for _ in range(pairs)]
                        for metric in runs[0][0]:
                            found.append({
                                "group": "compile", "case": case, "backend": "sqlite", "metric": metric,
                                "ours": round(statistics.median(a[metric] for a, _ in runs), 3),
                                "floor": round(statistics.median(b[metric] for _, b in runs), 3),
                                "ratio": round(statistics.median(a[metric] / b[metric] for a, b in runs), 4),
                                "pairs": pairs})
                            show(found[-1])
    return found
