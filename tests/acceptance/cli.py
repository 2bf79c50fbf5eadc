#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Drives <app>-db as a user would: models change, revisions are written, built in, applied and undone, on a database
with rows. What is there afterwards is asked from SQLite itself. Usage: cli.py CODEGEN_LIBRARY COMPILER SOURCE_DIR"""
import json
import os
import pathlib
import pty
import re
import sqlite3
import subprocess
import sys
import tempfile

library, compiler, source = sys.argv[1:4]
flags = ["-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror", "-I", f"{source}/include", "-I", f"{source}/codegen/include"]

MODELS = """#pragma once
#include <athanor/model.hpp>
#include <cstdint>
#include <optional>
#include <string>
namespace shop {
namespace orm = athanor;
struct User {
    std::int64_t id{};
    %(name)s
    std::string language_code{};
    %(more)s
    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
        %(options)s
        orm::column<&User::language_code>.type(orm::varchar(%(language)s)));
};
struct Order {
    std::int64_t order_id{};
    std::int64_t user_id{};
    static constexpr auto table = orm::table("orders", orm::primary_key<&Order::order_id>.autoincrement(),
        orm::foreign_key<&Order::user_id>.references<&User::id>.on_delete(orm::cascade));
};
using metadata = orm::metadata<User, Order>;
}
"""
V1 = dict(name="std::string full_name{};", more="", language="255", options="")
V2 = dict(V1, more="std::optional<std::string> phone_number{};", language="10",
          options="orm::column<&User::phone_number>.type(orm::varchar(50)),")
V3 = dict(V2, name="std::string display_name{};")
V4 = dict(V3, more=V2["more"] + " std::int32_t age{};")


class Failure(Exception):
    pass


def want(condition, what):
    if not condition:
        raise Failure(what)


class App:
    def __init__(self, folder):
        self.folder = folder
        self.migrations = folder / "migrations"
        self.database = folder / "shop.db"
        self.output = ""

    def compile(self, file, target):
        made = subprocess.run([compiler, *flags, "-c", str(file), "-o", str(target)], capture_output=True, text=True)
        want(made.returncode == 0, f"{file} doesn't compile:\n{made.stderr[:3000]}")

    def models(self, version):
        (self.folder / "models.hpp").write_text(MODELS % version)
        (self.folder / "main.cpp").write_text(
            '#include "models.hpp"\n#include <athanor/codegen/main.hpp>\nint main(int argc, char** argv) {\n'
            '    return athanor::codegen::run<shop::metadata>(argc, argv, {.name = "shop", .metadata_name = '
            f'"shop::metadata", .directory = "{self.migrations}", .default_url = "sqlite:///{self.database}", '
            '.build_directory = ""});\n}\n')
        self.compile(self.folder / "main.cpp", self.folder / "main.o")
        self.build()

    def build(self):
        """Compiles the units that are there and links the generator, as the build does."""
        ids = []
        objects = []
        for file in sorted(self.migrations.glob("*.cpp")) if self.migrations.is_dir() else []:
            ids.append(file.stem.split("_")[0])
            target = self.folder / (file.stem + ".o")
            if not target.exists() or target.stat().st_mtime <= file.stat().st_mtime:
                self.compile(file, target)
            objects.append(str(target))
        text = "#include <athanor/migrate/registry.hpp>\n"
        text += "".join(f"extern const athanor::migrate::unit athanor_revision_{i};\n" for i in ids)
        text += "constexpr athanor::migrate::unit const* all[] = {" + "".join(f"&athanor_revision_{i}, " for i in ids)
        text += "nullptr};\nnamespace athanor::generated { extern const migrate::registry units;\n"
        text += f"constinit const migrate::registry units{{all, {len(ids)}}}; }}\n"
        (self.folder / "units.cpp").write_text(text)
        self.compile(self.folder / "units.cpp", self.folder / "units.o")
        linked = subprocess.run([compiler, str(self.folder / "main.o"), str(self.folder / "units.o"), *objects, library,
                                 "-lsqlite3", "-lpq", "-lfmt", "-o", str(self.folder / "shop-db")], capture_output=True, text=True)
        want(linked.returncode == 0, linked.stderr[:3000])

    def db(self, *arguments, code=0, environment=None):
        """Runs shop-db, wants that exit code, returns stdout; self.output is both streams."""
        done = subprocess.run([str(self.folder / "shop-db"), *arguments], capture_output=True, stdin=subprocess.DEVNULL,
                              env={**os.environ, "DATABASE_URL": "", **(environment or {})}, cwd=self.folder)
        self.output = (done.stdout + done.stderr).decode("utf-8", "replace")
        want(done.returncode == code, f"shop-db {' '.join(arguments)}: exit code {done.returncode}, wanted {code}\n{self.output}")
        want(not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", self.output), f"control characters in: {self.output!r}")
        return done.stdout.decode()

    def says(self, *words):
        for word in words:
            want(word in self.output, f"expected {word!r} in:\n{self.output}")

    def units(self):
        return sorted(p.name for p in self.migrations.glob("*.cpp"))

    def remove(self, revision):
        """Takes a unit out again."""
        for file in self.migrations.glob(f"{revision}*.cpp"):
            file.unlink()
        self.build()

    def revision(self, *arguments):
        """A new revision, built in. Returns its id."""
        before = set(self.units())
        self.db("revision", *arguments)
        made = set(self.units()) - before
        want(len(made) == 1, f"one new unit, got {made}")
        self.build()
        return made.pop().split("_")[0].removesuffix(".cpp")

    def sql(self, text, database=None):
        with sqlite3.connect(database or self.database) as connection:
            return connection.execute(text).fetchall()


def schema_of(database):
    with sqlite3.connect(database) as connection:
        return sorted(connection.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").fetchall())


def story(app):
    """The main way: four versions of the models, up and down, all rows kept."""
    app.models(V1)
    app.db("init")
    app.says("Created", "revision --autogenerate")
    (app.migrations / "something.txt").write_text("x")
    app.db("init", code=1)
    (app.migrations / "something.txt").unlink()
    app.db("heads")
    app.says("no revisions yet")
    app.db("upgrade", "head")
    app.database.unlink()
    app.db("check", code=2)
    app.says("create table users", "create table orders")
    first = app.revision("--autogenerate", "-m", "first tables")
    want(re.fullmatch(r"[0-9a-f]{12}", first), first)
    want(app.units() == [f"{first}_first_tables.cpp"], app.units())
    app.db("check")
    app.db("migrate", "-m", "nothing")
    app.says("No changes", "Nothing was written")
    want(len(app.units()) == 1, "no change, no file")

    app.db("current")
    app.says("doesn't exist yet")
    want(not app.database.exists(), "looking must not create the database")
    app.db("current", "--check-heads", code=2)
    app.db("upgrade", "head")
    app.says(f"Running upgrade <base> -> {first}, first tables")
    app.db("upgrade", "head")
    app.says("Nothing to do")
    app.db("current", "--check-heads")
    app.says(first, "(head)")
    app.sql("INSERT INTO users VALUES (1, 'John ''J'' Doe', 'en'), (2, 'Zo\u00eb', 'de')")
    app.sql("INSERT INTO orders (user_id) VALUES (1), (1), (2)")

    app.models(V2)
    app.db("check", code=2)
    app.db("revision", "--autogenerate", "-m", "phone numbers", code=3)
    app.says("--allow-loss users.language_code", "varchar(255) becomes varchar(10)")
    questions = json.loads(app.db("--json", "migrate", "-m", "x", code=3))["questions"]
    want(questions[0]["flags"] == ["--allow-loss users.language_code"], questions)
    app.db("migrate", "-m", "x", "--allow-loss", "users.language", code=1)
    app.says("this answers no question", "users.language")
    second = app.revision("--autogenerate", "-m", "phone numbers", "--allow-loss", "users.language_code")
    text = (app.migrations / f"{second}_phone_numbers.cpp").read_text()
    want("// refused while a row doesn't fit: users.language_code" in text and "varchar(50)" in text, text)
    app.db("upgrade", "+1")
    want(app.sql("SELECT full_name FROM users ORDER BY id") == [("John 'J' Doe",), ("Zo\u00eb",)], "names kept")
    want(app.sql("SELECT count(*) FROM orders") == [(3,)], "children of a rebuilt table kept")

    app.models(V3)
    app.db("migrate", "-m", "x", code=3)
    app.says("--rename users.full_name:display_name", "--drop users.full_name")
    third = app.revision("--autogenerate", "-m", "rename", "--rename", "users.full_name:display_name")
    app.db("upgrade", third[:5])
    want(app.sql("SELECT display_name FROM users ORDER BY id") == [("John 'J' Doe",), ("Zo\u00eb",)], "values kept")

    app.models(V4)
    app.db("migrate", "-m", "x", code=3)
    app.says("--fill", "users.age=EXPRESSION")
    fourth = app.revision("--autogenerate", "-m", "age", "--fill", "users.age=18 + 1")
    app.db("upgrade", "heads")
    want(app.sql("SELECT DISTINCT age FROM users") == [(19,)], "filled")
    app.db("check")

    # Down and up again; the rows stay.
    app.db("downgrade", "-1")
    app.says(f"Running downgrade {fourth} -> {third}")
    want('"age"' not in app.sql("SELECT sql FROM sqlite_schema WHERE name = 'users'")[0][0], "age is gone")
    app.db("downgrade", first)
    want(app.sql("SELECT full_name FROM users ORDER BY id") == [("John 'J' Doe",), ("Zo\u00eb",)], "values kept")
    app.db("upgrade", f"{first}+2")
    app.db("current")
    app.says(third)
    app.db("upgrade", "head")
    want(app.sql("SELECT id FROM users ORDER BY id") == [(1,), (2,)], "rows kept")
    want(app.sql("PRAGMA foreign_key_check") == [], "references kept")
    return [first, second, third, fourth]


def looking(app, ids):
    first, second, third, fourth = ids
    app.db("history")
    want([app.output.index(i + " (head)" if i == fourth else i + "  ") for i in reversed(ids)] ==
         sorted(app.output.index(i + " (head)" if i == fourth else i + "  ") for i in ids), "newest first")
    app.db("history", "-r", f"{second}:{third}", "-v")
    app.says(second, third, "add column users.phone_number varchar(50)")
    want(f"-> {fourth}" not in app.output and f"-> {first}" not in app.output, "only the range")
    app.db("history", "-i")
    app.says("(current)")
    app.db("history", "-r", "nonsense", code=1)
    listed = json.loads(app.db("--json", "history"))
    want([r["revision"] for r in listed] == list(reversed(ids)), listed)
    app.db("show", third)
    app.says("rename column users.full_name to display_name", "rename column users.display_name to full_name", "_rename.cpp")
    shown = json.loads(app.db("show", "head", "--json"))
    want(shown["revision"] == fourth and shown["downgrade"] == ["drop column users.age"], shown)
    want(json.loads(app.db("heads", "--json")) == [fourth], "heads")
    want(json.loads(app.db("current", "--json"))["current"] == [fourth], "current")
    want(json.loads(app.db("check", "--json")) == {"changes": []}, "check")
    app.db("branches")
    app.db("edit", first, environment={"EDITOR": "grep -q first_tables ;true", "VISUAL": ""})
    app.db("edit", "head", environment={"EDITOR": "cat", "VISUAL": ""})
    app.says("ATHANOR_REVISION(" + fourth)
    app.db("edit", environment={"EDITOR": "", "VISUAL": ""}, code=1)
    app.db("edit", environment={"EDITOR": "false", "VISUAL": ""}, code=1)
    app.db("--help")
    app.says("upgrade", "Exit codes")
    want("registry" not in app.output, "registry is for the build only")


def offline(app, ids):
    first, second, third, fourth = ids
    other = app.folder / "offline.db"
    with sqlite3.connect(other) as connection:
        connection.executescript(app.db("upgrade", "--sql", "base:head"))
    want([n for n, _ in schema_of(other)] == [n for n, _ in schema_of(app.database)], "offline makes the same objects")
    app.db("current", "--check-heads", "--url", f"sqlite:///{other}")
    with sqlite3.connect(other) as connection:
        connection.execute("INSERT INTO users (id, display_name, language_code, age) VALUES (1, 'x', 'en', 5)")
        connection.commit()
        connection.executescript(app.db("downgrade", "--sql", f"{fourth}:{first}"))
    want(app.sql("SELECT full_name FROM users", other) == [("x",)], "the row is kept offline")
    app.db("current", "--url", f"sqlite:///{other}")
    app.says(first)
    app.db("downgrade", "--sql", "base", code=1)
    app.db("upgrade", "head", "--url", f"sqlite:///{other}")
    want([n for n, _ in schema_of(other)] == [n for n, _ in schema_of(app.database)], "online after offline")


def bad_input(app, ids):
    first, second, third, fourth = ids
    app.db(code=1)
    app.db("nonsense", code=1)
    app.db("upgrade", "zzzz", code=1)
    app.says("no revision", "history")
    app.db("upgrade", first[:3], code=1)
    app.says("4 characters")
    app.db("upgrade", "+7", code=1)
    app.db("downgrade", "-9", code=1)
    app.db("downgrade", code=1)
    app.db("revision", "-m", "x", "--rev-id", "../x", code=1)
    app.db("revision", "-m", "x", "--rev-id", first, code=1)
    app.db("revision", "-m", "x", "--rev-id", "head", code=1)
    app.db("revision", "-m", "x", "--head", first, code=1)
    app.says("--splice")
    app.db("migrate", "-m", "x", "--rename", "nonsense", code=1)
    app.db("migrate", "-m", "x", "--fill", "users.age", code=1)
    app.db("show", "base", code=1)
    app.db("current", "--url", "postgresql://me:topsecret@host/shop", code=1)
    want("topsecret" not in app.output, "the password is printed")
    app.db("current", "--url", "no url at all", code=1)
    app.db("upgrade", "--url", f"sqlite:///{app.folder}/missing/folder/x.db", code=1)
    noise = app.folder / "noise.db"
    noise.write_bytes(b"this is no database " * 400)
    app.db("upgrade", "--url", f"sqlite:///{noise}", code=1)
    want(len(app.units()) == 4, "something was written")

    # A file that is in the way is never overwritten.
    (app.migrations / "abcd_taken.cpp").write_text("mine")
    app.db("revision", "-m", "taken", "--rev-id", "abcd", code=1)
    app.says("won't overwrite")
    want((app.migrations / "abcd_taken.cpp").read_text() == "mine", "it was overwritten")
    (app.migrations / "abcd_taken.cpp").unlink()
    want(not list(app.migrations.glob("*.tmp*")), "leftovers")

    # Tables without a history; stamp compares before it believes.
    foreign = app.folder / "foreign.db"
    foreign_url = f"sqlite:///{foreign}"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE users (x INTEGER)")
    app.db("upgrade", "--url", foreign_url, code=5)
    app.says("stamp")
    app.db("stamp", "head", "--url", foreign_url, code=5)
    app.says("users")
    copy = app.folder / "copy.db"
    with sqlite3.connect(app.database) as a, sqlite3.connect(copy) as b:
        a.backup(b)
        b.execute("DROP TABLE athanor_migrations")
        b.commit()
    app.db("upgrade", "--url", f"sqlite:///{copy}", code=5)
    app.db("stamp", "head", "--url", f"sqlite:///{copy}")
    app.db("current", "--check-heads", "--url", f"sqlite:///{copy}")
    app.db("upgrade", "--url", f"sqlite:///{copy}")

    # Somebody else holds the database.
    holder = sqlite3.connect(app.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    app.db("downgrade", "-1", "--url", f"sqlite:///{app.database}?busy_timeout=100", code=7)
    holder.execute("ROLLBACK")
    holder.close()

    # A database that is ahead of this build.
    ahead = app.folder / "ahead.db"
    with sqlite3.connect(app.database) as a, sqlite3.connect(ahead) as b:
        a.backup(b)
        columns = [r[1] for r in b.execute("PRAGMA table_info(athanor_migrations)")]
        listed = ", ".join("'feedfeedfeed'" if c == "id" else
                           "(SELECT max(seq) + 1 FROM athanor_migrations)" if c == "seq" else f'"{c}"' for c in columns)
        b.execute(f"INSERT INTO athanor_migrations SELECT {listed} FROM athanor_migrations LIMIT 1")
        b.commit()
    app.db("upgrade", "--url", f"sqlite:///{ahead}", code=5)
    app.says("feedfeedfeed")
    app.db("ensure_version", "--url", f"sqlite:///{app.folder}/new.db")
    app.db("ensure_version", "--url", f"sqlite:///{app.folder}/new.db")


def nasty_texts(app):
    """Messages that try to leave their place: in the file's name, in the source, on the terminal."""
    made = app.revision("-m", "../../etc/pass\\wd\x1b[31m \"; */ \\")
    file = [n for n in app.units() if n.startswith(made)][0]
    want(file == f"{made}_etc_pass_wd_31m.cpp", file)
    app.db("history")
    app.db("show", made)
    app.remove(made)
    made = app.revision("-m", "")
    want(f"{made}.cpp" in app.units(), app.units())
    app.remove(made)
    made = app.revision("-m", "x" * 300)
    want(f"{made}_{'x' * 40}.cpp" in app.units(), app.units())
    app.remove(made)


def write_body(app, revision, up, down):
    file = [app.migrations / n for n in app.units() if n.startswith(revision)][0]
    text = file.read_text()
    for name, body in (("upgrade", up), ("downgrade", down)):
        text = text.replace(f"void {name}([[maybe_unused]] operations& op) {{\n}}", f"void {name}(operations& op) {{\n    {body}\n}}")
    file.write_text(text)
    app.build()
    return file


def failing(app, ids):
    """Units by hand that fail, can't be undone, or were edited."""
    copy = app.folder / "fail.db"
    url = f"sqlite:///{copy}"
    with sqlite3.connect(app.database) as a, sqlite3.connect(copy) as b:
        a.backup(b)
    before = schema_of(copy)
    made = app.revision("-m", "fails")
    file = write_body(app, made, 'op.execute("INSERT INTO users SELECT * FROM nothing_there");', "(void)op;")
    app.db("upgrade", "--url", url, code=8)
    app.says(made, "nothing of it remains")
    want(schema_of(copy) == before, "a failed unit left something")
    app.db("current", "--url", url)
    app.says(ids[3])
    app.remove(made)

    made = app.revision("-m", "one way")
    file = write_body(app, made, 'op.execute("DELETE FROM orders");', 'op.irreversible("the orders are gone");')
    app.db("upgrade", "--url", url)
    app.db("downgrade", "-1", "--url", url, code=10)
    app.says("the orders are gone")
    file.write_text(file.read_text().replace("DELETE FROM orders", "DELETE FROM orders WHERE 1 = 1"))
    app.build()
    app.db("upgrade", "--url", url, code=6)
    app.says("was edited after it was applied")
    app.remove(made)


def branches(app, ids):
    other = app.revision("-m", "on the side", "--head", ids[2], "--splice", "--branch-label", "side")
    app.db("heads")
    app.says(ids[3], other, "(side)")
    app.db("branches")
    app.says(ids[2])
    url = f"sqlite:///{app.folder}/branches.db"
    app.db("upgrade", "head", "--url", url, code=11)
    app.says("merge")
    app.db("check", code=11)
    app.db("migrate", "-m", "x", code=11)
    app.db("upgrade", "side@head", "--url", url)
    app.db("upgrade", "heads", "--url", url)
    before = set(app.units())
    app.db("merge", "heads", "-m", "together")
    merged = (set(app.units()) - before).pop().split("_")[0]
    app.build()
    app.db("upgrade", "head", "--url", url)
    app.db("current", "--url", url)
    app.says(merged)
    app.db("check")
    (app.migrations / f"{merged}_together.cpp").unlink()
    app.remove(other)


def registry(app, ids):
    folder = app.folder / "generated"
    app.db("registry", "--output-dir", str(folder))
    text = (folder / "registry.cpp").read_text()
    want(all(f"athanor_revision_{i}" in text for i in ids), text)
    head = (folder / "head.hpp").read_text()
    want(f'"{ids[3]}"' in head and "head_fingerprint" in head and "shop::metadata" in head, head)
    stamps = [(folder / n).stat().st_mtime_ns for n in ("registry.cpp", "head.hpp")]
    app.db("registry", "--output-dir", str(folder))
    want([(folder / n).stat().st_mtime_ns for n in ("registry.cpp", "head.hpp")] == stamps, "written again")
    # The drift guard: the models' fingerprint is the head's.
    (app.folder / "guard.cpp").write_text(
        '#include "models.hpp"\n#include "generated/head.hpp"\n'
        "static_assert(shop::metadata::fingerprint == athanor::generated::head_fingerprint);\n")
    app.compile(app.folder / "guard.cpp", app.folder / "guard.o")
    app.compile(folder / "registry.cpp", app.folder / "registry.o")


def on_a_terminal(app):
    """Questions are asked where somebody can answer."""
    app.models(dict(V4, name="std::string nick_name{};"))
    before = set(app.units())

    def run(answers):
        ours, theirs = pty.openpty()
        process = subprocess.Popen([str(app.folder / "shop-db"), "migrate", "-m", "asked"], stdin=theirs, stderr=theirs,
                                   stdout=subprocess.PIPE, cwd=app.folder)
        os.close(theirs)
        os.write(ours, answers)
        out = process.communicate()[0].decode()
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:
            pass
        os.close(ours)
        return process.returncode, out + shown.decode("utf-8", "replace")

    code, said = run(b"q\n")
    want(code == 3 and "renamed to nick_name" in said, said)
    want(set(app.units()) == before, "nothing written")
    code, said = run(b"1\n")
    want(code == 0, said)
    made = (set(app.units()) - before).pop()
    want('op.rename_column("users", "display_name", "nick_name");' in (app.migrations / made).read_text(), said)


with tempfile.TemporaryDirectory(prefix="athanor-cli-") as name:
    shop = App(pathlib.Path(name))
    try:
        revisions = story(shop)
        looking(shop, revisions)
        offline(shop, revisions)
        bad_input(shop, revisions)
        nasty_texts(shop)
        failing(shop, revisions)
        branches(shop, revisions)
        registry(shop, revisions)
        on_a_terminal(shop)
    except Failure as failure:
        import traceback
        traceback.print_exc()
        sys.exit(f"FAILED: {failure}")
print("all of the command line behaves")
