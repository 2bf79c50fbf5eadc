// SPDX-License-Identifier: BSL-1.0
// Migrations behind pgbouncer, where a lock of the session protects nobody.

#include "faults/bouncer.hpp"

#include <athanor/driver/url.hpp>
#include <athanor/engine/postgresql_backend.hpp>
#include <athanor/migrate/runner.hpp>

#include "unit/support/story.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace m = athanor::migrate;

namespace {

std::unique_ptr<athanor::database> connect(std::string const& url) {
    return std::make_unique<athanor::detail::postgresql_backend>(athanor::parse_url(url));
}

} // namespace

TEST_CASE("migrations through pgbouncer: whole units run once, whoever else runs; steps alone want the "
          "server itself") {
    live::database const database;
    live::plain const witness{database.name()};
    auto const ask = [&](std::string const& sql) { return live::ask(witness, sql); };
    bouncer const b{"transaction"};
    auto const url = b.url(database.name());
    std::vector<std::thread> threads;
    std::atomic<int> applied{0};
    std::atomic<int> failed{0};
    for (int t = 0; t < 4; ++t) { // as many as the pooler has sessions: waiting ones hold theirs
        threads.emplace_back([&] {
            try {
                auto const db = connect(url);
                applied += static_cast<int>(m::run_migrations(*db, athanor::test::story::units).steps.size());
            } catch (std::exception const& e) {
                MESSAGE(e.what());
                ++failed;
            }
        });
    }
    for (auto& t : threads) {
        t.join();
    }
    CHECK(failed == 0);
    CHECK(applied == 3);
    CHECK(ask("SELECT count(*) FROM users") == "3");
    CHECK(ask("SELECT count(*) FROM " + live::advisory_locks) == "0");

    constexpr auto unit = m::detail::make_unit(
        "dddd04",
        [](m::operations& op) { op.create_index("ix_users_age", "users", {"age"}, m::concurrently()); },
        [](m::operations& op) { op.drop_index("ix_users_age", "users"); }, "index", m::revises("cccc03"));
    m::unit const* const all[] = {&athanor::test::story::first, &athanor::test::story::second,
                                  &athanor::test::story::third, &unit};
    auto const e = live::error_of([&] { (void)m::run_migrations(*connect(url), {all, 4}); });
    CHECK(e.kind() == athanor::error_kind::unsupported);
    CHECK(live::contains(e.what(), "the URL of the server itself"));
    CHECK(ask("SELECT to_regclass('ix_users_age') IS NULL") == "t");
    CHECK(m::run_migrations(*connect(database.url()), {all, 4}).steps.size() == 1);
}
