#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The story of the shop: structs become migrations, the structs change, and no row is lost. Works on a copy in
# build/demo/shop and leaves everything there to look at. Every step checks what it says; the first that isn't so ends it.
#
#   demo.sh [--postgresql]   on SQLite, or on a private PostgreSQL server that is started for it and stopped at the end
#   ATHANOR_DEMO_DIR   where to work (build/demo)
#   ATHANOR_PREFIX     an installed athanor; without it one is built and installed into the demo's folder
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
demo=${ATHANOR_DEMO_DIR:-$root/build/demo}
postgresql=
if [[ "${1:-}" == --postgresql ]]; then
    postgresql=yes
    if [[ -z "${ATHANOR_TEST_POSTGRESQL:-}" ]]; then
        exec bash "$root/tests/support/with_postgresql.sh" "$0" "$@"
    fi
fi
compiler=${CXX:-g++}

if [[ -t 1 ]]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi
number=0
step() {
    number=$((number + 1))
    printf '\n%s%d. %s%s\n' "$bold" "$number" "$1" "$plain"
}
say() { printf '   %s\n' "$1"; }
indent() { sed 's/^/    | /'; }
die() {
    printf 'demo: %s\n' "$1" >&2
    exit 1
}

# A second database stands for a copy of the first.
if [[ -n "$postgresql" ]]; then
    first_url=${ATHANOR_TEST_POSTGRESQL/\/postgres\?//shop_demo_$$?}
    copy_url=${ATHANOR_TEST_POSTGRESQL/\/postgres\?//shop_copy_$$?}
    witness=psql
else
    first_url=sqlite:///shop.db
    copy_url=sqlite:///copy.db
    witness=sqlite3
fi
# sql SQL [URL]: run by the sqlite3 shell or by psql, not by athanor.
sql() {
    local url=${2:-$first_url}
    if [[ -n "$postgresql" ]]; then
        psql -XAtq -v ON_ERROR_STOP=1 -d "$url" -c "$1"
    else
        sqlite3 "$app/${url#sqlite:///}" "$1"
    fi
}
make_copy() {
    if [[ -n "$postgresql" ]]; then
        psql -XAtq -d "$ATHANOR_TEST_POSTGRESQL" -c "CREATE DATABASE shop_copy_$$ TEMPLATE shop_demo_$$"
    else
        cp "$app/shop.db" "$app/copy.db"
    fi
}
# expect SQL VALUE [URL]: what the witness, not athanor, sees in the database.
expect() {
    local got
    got=$(sql "$1" "${3:-}")
    [[ "$got" == "$2" ]] || die "expected '$2' from: $1 -- got '$got'"
    say "checked: $1 -> $(echo "$got" | tr '\n' ' ')"
}
schema_text() {
    if [[ -n "$postgresql" ]]; then
        sql "SELECT table_name || '.' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '') || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'athanor%' ORDER BY table_name, column_name" "${1:-}"
        sql "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE '%athanor%' ORDER BY 1" "${1:-}"
    else
        sql .schema "${1:-}"
    fi
}
show_schema() {
    say "the schema, as $witness sees it"
    schema_text "${1:-}" | indent
}
newest_unit() { ls -t "$app"/migrations/*.cpp | head -n 1; }
show_unit() {
    say "the unit: migrations/$(basename "$(newest_unit)")"
    indent <"$(newest_unit)"
}
build() { cmake --build "$app/build" -j 2 >"$demo/build.log" 2>&1; }
build_or_die() { build || { tail -n 60 "$demo/build.log"; die "the shop doesn't build"; }; }
# The build must fail, and the compiler must say which command to run.
build_must_complain() {
    if build; then
        die "the shop should not build while models and migrations differ"
    fi
    grep -q 'differ from the head of the migrations' "$demo/build.log" || { cat "$demo/build.log"; die "no word about drift"; }
    say "cmake --build build: fails, and says why"
    grep -m 1 -E 'static.assert' "$demo/build.log" | sed 's/.*error: //' | fold -s -w 110 | indent
}
# db ARGUMENTS...: the generator, from the application's folder.
db() { (cd "$app" && ./build/shop-db "$@" </dev/null); }
run_shop() {
    say "./build/shop"
    (cd "$app" && ./build/shop </dev/null) | indent
}
# replace FILE OLD NEW: an edit by hand, which must change something.
replace() {
    grep -qF -- "$2" "$app/$1" || die "$1 has no: $2"
    python3 - "$app/$1" "$2" "$3" <<'END'
import sys
path, old, new = sys.argv[1:]
text = open(path, encoding="utf-8").read()
open(path, "w", encoding="utf-8").write(text.replace(old, new))
END
}
rows_are_there() {
    expect "SELECT count(*) FROM users" 2
    expect "SELECT language_code FROM users ORDER BY telegram_id" $'en\nen'
    expect "SELECT referrer_id FROM users WHERE telegram_id = 1002" 1001
    expect "SELECT user_id FROM orders" 1002
    expect "SELECT sum(quantity) FROM order_products" 3
    if [[ -z "$postgresql" ]]; then
        expect "PRAGMA foreign_key_check" ""
    fi
}

# ---- an athanor to use, and a working copy ---------------------------------------------------------------------

mkdir -p "$demo"
if [[ -z "${ATHANOR_PREFIX:-}" ]]; then
    ATHANOR_PREFIX=$demo/prefix
    echo "building and installing athanor into $ATHANOR_PREFIX (about a minute the first time)"
    {
        cmake -S "$root" -B "$demo/athanor" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Debug \
            -DCMAKE_CXX_FLAGS_DEBUG="-O0 -g1" -DCMAKE_CXX_STANDARD=20 -DATHANOR_BUILD_TESTS=OFF -DATHANOR_BUILD_EXAMPLES=OFF &&
            cmake --build "$demo/athanor" -j 2 &&
            cmake --install "$demo/athanor" --prefix "$ATHANOR_PREFIX"
    } >"$demo/install.log" 2>&1 || { tail -n 40 "$demo/install.log"; die "athanor doesn't build"; }
fi

app=$demo/shop
rm -rf "$app"
mkdir -p "$app"
cp "$here/models.hpp" "$here/main.cpp" "$here/CMakeLists.txt" "$app/"
unset DATABASE_URL
if [[ -n "$postgresql" ]]; then
    psql -XAtq -d "$ATHANOR_TEST_POSTGRESQL" -c "CREATE DATABASE shop_demo_$$"
    export DATABASE_URL=$first_url
fi
cd "$app"
launcher=()
if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="$ATHANOR_PREFIX" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O0" "${launcher[@]}" >"$demo/configure.log" 2>&1 ||
    { cat "$demo/configure.log"; die "the shop can't be configured"; }

# ---- the story -------------------------------------------------------------------------------------------------

step "Four structs, no migration yet: the shop doesn't compile"
say "models.hpp"
indent <models.hpp
build_must_complain

step "The first migration is generated from the structs"
say 'MESSAGE="shop tables" cmake --build build --target shop_revision'
MESSAGE="shop tables" cmake --build build --target shop_revision >"$demo/build.log" 2>&1 || { cat "$demo/build.log"; die "no revision"; }
show_unit
first=$(basename "$(newest_unit)" | cut -d_ -f1)

step "It compiles into the shop, and is applied when the shop starts; then rows go in"
build_or_die
run_shop
show_schema
rows_are_there

step "language_code becomes VARCHAR(10), description VARCHAR(3000): both are seen"
replace models.hpp '&User::language_code>.type(orm::varchar(255))' '&User::language_code>.type(orm::varchar(10))'
replace models.hpp '&Product::description>.type(orm::text())' '&Product::description>.type(orm::varchar(3000))'
build_must_complain
say "Values could be cut, so shop-db asks; without a terminal it names the answers and ends with exit code 3:"
code=0
db revision --autogenerate -m "shorter texts" >"$demo/ask.log" 2>&1 || code=$?
indent <"$demo/ask.log"
[[ $code == 3 ]] || die "exit code $code instead of 3"
say "shop-db revision --autogenerate -m \"shorter texts\" --allow-loss users.language_code --allow-loss products.description"
db revision --autogenerate -m "shorter texts" --allow-loss users.language_code --allow-loss products.description | indent
grep -q 'language_code' "$(newest_unit)" || die "language_code was not noticed"
grep -q 'description' "$(newest_unit)" || die "description was not noticed"
show_unit
build_or_die
say "shop-db upgrade head: users and products are rebuilt, and orders and order_products refer to them all the while"
db upgrade head | indent
show_schema
rows_are_there

step "A phone number is added"
replace models.hpp '    std::optional<std::int64_t> referrer_id{};' $'    std::optional<std::int64_t> referrer_id{};\n    std::optional<std::string> phone_number{};'
replace models.hpp 'orm::foreign_key<&User::referrer_id>' $'orm::column<&User::phone_number>.type(orm::varchar(50)),\n        orm::foreign_key<&User::referrer_id>'
say 'MESSAGE="add phone number" cmake --build build --target shop_revision'
MESSAGE="add phone number" cmake --build build --target shop_revision >"$demo/build.log" 2>&1 || { cat "$demo/build.log"; die "no revision"; }
show_unit
build_or_die
run_shop
sql "UPDATE users SET phone_number = '+49 1234' WHERE telegram_id = 1001"
show_schema
rows_are_there

step "title is renamed to name, and keeps its values"
replace models.hpp 'std::string title{};' 'std::string name{};'
replace models.hpp '&Product::title>' '&Product::name>'
replace main.cpp '.title = ' '.name = '
replace main.cpp 'product->title' 'product->name'
code=0
db --help >/dev/null
cmake --build build --target shop-db >"$demo/build.log" 2>&1 || { cat "$demo/build.log"; die "shop-db doesn't build"; }
db revision --autogenerate -m "product name" >"$demo/ask.log" 2>&1 || code=$?
say "A column went and one of the same type came: is it a rename? Exit code $code, and the answers:"
indent <"$demo/ask.log"
[[ $code == 3 ]] || die "exit code $code instead of 3"
db revision --autogenerate -m "product name" --rename products.title:name | indent
grep -q 'rename_column' "$(newest_unit)" || die "not a rename"
show_unit
build_or_die
run_shop
show_schema
expect "SELECT name FROM products ORDER BY product_id" $'Lamp\nTable'
rows_are_there

step "Back by one, and forward again"
db downgrade -1 | indent
expect "SELECT title FROM products ORDER BY product_id" $'Lamp\nTable'
rows_are_there
db upgrade head | indent
expect "SELECT name FROM products ORDER BY product_id" $'Lamp\nTable'
expect "SELECT phone_number FROM users WHERE telegram_id = 1001" "+49 1234"

step "Back to the first revision ($first), and forward again: both type changes in both directions"
make_copy
db downgrade "$first" | indent
rows_are_there
show_schema
db upgrade head | indent
rows_are_there
expect "SELECT name FROM products ORDER BY product_id" $'Lamp\nTable'

step "A copy goes down to base, where nothing is left, and up again"
db --url "$copy_url" downgrade base | indent
if [[ -n "$postgresql" ]]; then
    tables="SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public' AND table_name IN ('users', 'orders', 'products', 'order_products')"
else
    tables="SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('users', 'orders', 'products', 'order_products')"
fi
expect "$tables" 0 "$copy_url"
db --url "$copy_url" upgrade head | indent
show_schema "$copy_url"
if ! diff <(schema_text) <(schema_text "$copy_url") >/dev/null; then
    [[ -z "$postgresql" ]] || die "the schema of the copy differs"
    say "(the text of the schema differs from a database that grew step by step)"
fi

step "Nothing is left to do"
db history | indent
db current | indent
db check | indent
say "The files are in $app: look at migrations/ and models.hpp."
