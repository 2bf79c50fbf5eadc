// SPDX-License-Identifier: BSL-1.0
// The two databases that the queries run on, and the rows of SQL by hand.

#include "queries.hpp"

#include "conformance/both.hpp"
#include "load.hpp"

#include <iostream>
#include <memory>

namespace orm = athanor;

namespace {

/// Texts sort by bytes, as on SQLite.
class byte_ordered_database {
public:
    byte_ordered_database() {
        live::ask(live::plain{},
                  "CREATE DATABASE " + name_ + " TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'");
    }
    byte_ordered_database(byte_ordered_database const&) = delete;
    byte_ordered_database& operator=(byte_ordered_database const&) = delete;
    ~byte_ordered_database() {
        try {
            live::ask(live::plain{}, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
        } catch (std::exception const&) {
        }
    }
    [[nodiscard]] std::string url() const {
        return "postgresql://postgres@/" + name_ + "?host=" + live::socket_folder();
    }

private:
    std::string name_ = live::unique_name("athanor_chinook");
};

template <class... T>
std::size_t load(chinook::connection& conn, sqlite3* raw, orm::metadata<T...> const&) {
    return (conn.insert(chinook::rows_of<T>(raw, std::string(orm::describe<T>().name))) + ...);
}

struct loaded {
    byte_ordered_database server;
    chinook::connection sqlite{"sqlite://"};
    chinook::connection postgresql{server.url()};

    explicit loaded(sqlite3* raw) {
        for (auto* conn : {&sqlite, &postgresql}) {
            conn->create_all<chinook::metadata>();
            REQUIRE(load(*conn, raw, chinook::metadata{}) == 15607);
        }
        postgresql.execute("ANALYZE");
    }
};

std::unique_ptr<loaded> load_or_say() {
    auto const raw = chinook::sample(ATHANOR_CHINOOK_DIR);
    if (!raw) {
        std::cerr << "SKIPPED: no Chinook_Sqlite.sql in " << ATHANOR_CHINOOK_DIR
                  << " (configure with -DATHANOR_CHINOOK_DIR=...)\n";
        return nullptr;
    }
    return std::make_unique<loaded>(raw.get());
}

} // namespace

namespace chinook {

std::optional<both_databases> databases() {
    static auto const all = load_or_say();
    return all ? std::optional<both_databases>{{all->sqlite, all->postgresql}} : std::nullopt;
}

std::string shown(orm::cell const& value) {
    return conformance::shown(value);
}

lines rows_by_hand(connection& conn, std::string_view sql) {
    lines out;
    for (auto const& row : conn.query(orm::unsafe_sql{sql}).rows) {
        auto& line = out.emplace_back();
        for (auto const& value : row) {
            add_value(line, value);
        }
    }
    return out;
}

void check_rows(char const* where, lines const& found, lines const& expected) {
    CAPTURE(where);
    CHECK(!found.empty());
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK(found[i] == expected[i]);
    }
}

void answer::first_is(std::string_view line) const {
    if (rows) {
        CHECK(rows->front() == line);
    }
}
void answer::last_is(std::string_view line) const {
    if (rows) {
        CHECK(rows->back() == line);
    }
}
void answer::count_is(std::size_t number) const {
    if (rows) {
        CHECK(rows->size() == number);
    }
}
void answer::are(lines const& expected) const {
    if (rows) {
        CHECK(*rows == expected);
    }
}

} // namespace chinook
