// SPDX-License-Identifier: BSL-1.0
// LISTEN and NOTIFY; cancelling from another thread; a connection in two threads.

#include "shop.hpp"

#include <athanor/sqlite.hpp>

#include <chrono>
#include <thread>

using namespace std::chrono_literals;

TEST_CASE("notifications arrive, in order, when their transaction commits, also after a reconnect") {
    shop const s;
    auto listener = s.connect();
    auto sender = s.connect();
    listener.listen("the \"news\"");
    CHECK_FALSE(listener.wait_for_notification(0ms).has_value());
    {
        auto tx = sender.transaction();
        sender.notify("the \"news\"", "one");
        sender.notify("the \"news\"", "two");
        sender.notify("other", "not for us");
        CHECK_FALSE(listener.wait_for_notification(50ms).has_value());
        tx.commit();
    }
    CHECK(listener.wait_for_notification(5s)->payload == "one");
    auto const two = listener.wait_for_notification(5s);
    REQUIRE(two.has_value());
    CHECK(two->payload == "two");
    CHECK(two->channel == "the \"news\"");
    CHECK_FALSE(listener.wait_for_notification(50ms).has_value());

    kill_backend(s, backend_pid(listener));
    CHECK(live::kind_of([&] { (void)listener.query("SELECT 1"); }) == "connection_lost");
    CHECK_FALSE(listener.wait_for_notification(0ms).has_value()); // connects and listens again
    sender.notify("the \"news\"", "three");
    CHECK(listener.wait_for_notification(5s)->payload == "three");
    listener.unlisten("the \"news\"");
    sender.notify("the \"news\"", "four");
    CHECK_FALSE(listener.wait_for_notification(50ms).has_value());
}

TEST_CASE("a long statement is cancelled from another thread, and the connection goes on") {
    shop const s;
    auto conn = s.connect();
    std::thread canceller{[&] {
        std::this_thread::sleep_for(100ms);
        conn.cancel();
    }};
    auto const e = live::error_of([&] { (void)conn.query("SELECT pg_sleep(30)"); });
    canceller.join();
    CHECK(e.kind() == orm::error_kind::interrupted);
    CHECK(conn.count(orm::select<Item>()) == 0);
}

TEST_CASE("statement_timeout of the URL ends a statement with kind timeout") {
    shop const s;
    auto conn = s.connect("&statement_timeout=100");
    CHECK(live::kind_of([&] { (void)conn.query("SELECT pg_sleep(30)"); }) == "timeout");
    CHECK(conn.count(orm::select<Item>()) == 0);
}

TEST_CASE("SQLite has no notifications: said by kind when the program lists both") {
    auto conn = orm::connect<orm::sqlite, orm::postgresql>("sqlite://");
    CHECK(live::kind_of([&] { conn.listen("news"); }) == "unsupported");
}

TEST_CASE("what the server says beside its answers is heard") {
    shop const s;
    auto conn = s.connect();
    std::vector<orm::notice> heard;
    conn.on_notice([&](orm::notice const& n) { heard.push_back(n); });
    conn.execute("DO $$BEGIN RAISE WARNING 'take care'; END$$");
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].severity == "WARNING");
    CHECK(heard[0].message == "take care");
}
