// SPDX-License-Identifier: BSL-1.0
// The wire between client and server is cut after n bytes, for every seventh n (every n with
// ATHANOR_TEST_LONG): what is reported must be true, nothing is half there, and the connection object works
// again.

#include "unit/engine_postgresql/shop.hpp"

#include "unit/driver_postgresql/wire_server.hpp"

#include <atomic>
#include <cstdlib>
#include <functional>
#include <limits>

namespace {

constexpr long never = std::numeric_limits<long>::max();

/// Lets this many bytes more through in each direction.
struct scissors {
    std::atomic<long> to_server{never};
    std::atomic<long> to_client{never};
    std::atomic<long> seen_to_server{0};
    std::atomic<long> seen_to_client{0};

    void arm(bool towards_server, long after) {
        seen_to_server = seen_to_client = 0;
        to_server = towards_server ? after : never;
        to_client = towards_server ? never : after;
    }
    void rest() { to_server = to_client = never; }
};

live::wire_server::handler cutting_relay(scissors& s) {
    std::string const path = live::socket_folder() + "/.s.PGSQL.5432";
    return [&s, path](int client) {
        int const server = ::socket(AF_UNIX, SOCK_STREAM, 0);
        struct closer {
            int fd;
            ~closer() { ::close(fd); }
        } const close_server{server};
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        if (::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            return;
        }
        live::write_all(server, live::read_startup(client));
        pollfd both[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        for (;;) {
            ::poll(both, 2, -1);
            for (int i = 0; i < 2; ++i) {
                if (both[i].revents == 0) {
                    continue;
                }
                char buffer[8192];
                auto const n = ::recv(both[i].fd, buffer, sizeof buffer, 0);
                auto& left = i == 0 ? s.to_server : s.to_client;
                auto& seen = i == 0 ? s.seen_to_server : s.seen_to_client;
                if (n <= 0) {
                    return;
                }
                long const pass = std::min<long>(n, left);
                seen += pass;
                if (left != never) {
                    left -= pass;
                }
                if (!live::write_all(both[1 - i].fd, {buffer, static_cast<std::size_t>(pass)}) || pass < n) {
                    return;
                }
            }
        }
    };
}

struct cut_shop : shop {
    scissors cut;
    live::wire_server relay{cutting_relay(cut)};

    [[nodiscard]] connection connect_through() const {
        return orm::connect<orm::postgresql>("postgresql://postgres@127.0.0.1:" + relay.port() + '/' +
                                             database.name() + "?connect_timeout=5");
    }
};

/// What a run said of itself.
enum class said { done, not_done, unknown };

using scenario = std::function<void(connection&)>;

said run(connection& conn, scenario const& work, bool autocommit) {
    try {
        work(conn);
        return said::done;
    } catch (orm::error const& e) {
        switch (e.kind()) {
        case orm::error_kind::outcome_unknown:
            return said::unknown;
        case orm::error_kind::connection_lost:
            // A single statement of its own may have run: its error says only that the connection is gone.
            return autocommit ? said::unknown : said::not_done;
        case orm::error_kind::transaction_rolled_back:
            return said::not_done;
        default:
            FAIL("unexpected: ", std::string{e.what()});
            return said::unknown;
        }
    }
}

// `all`: the rows that the work adds.
void sweep(scenario const& work, int all, bool autocommit) {
    cut_shop s;
    auto conn = s.connect_through();
    work(conn); // so that statements are prepared, as in a running program
    (void)s.ask("TRUNCATE items RESTART IDENTITY");
    s.cut.arm(true, never);
    work(conn);
    long const totals[] = {s.cut.seen_to_client, s.cut.seen_to_server};
    (void)s.ask("TRUNCATE items RESTART IDENTITY");
    long const step = std::getenv("ATHANOR_TEST_LONG") != nullptr ? 1 : 7;
    int points = 0;
    int unknown = 0;
    for (int direction = 0; direction < 2; ++direction) {
        for (long n = 0; n < totals[direction]; n += step) {
            CAPTURE(direction);
            CAPTURE(n);
            s.cut.arm(direction == 1, n);
            said const what = run(conn, work, autocommit);
            s.cut.rest();
            // The server may still be at work on what it got.
            (void)s.ask("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = "
                        "current_database() AND pid <> pg_backend_pid()");
            auto const rows = s.rows();
            REQUIRE((rows == "0" || rows == std::to_string(all)));
            if (what == said::done) {
                REQUIRE(rows == std::to_string(all));
            } else if (what == said::not_done) {
                REQUIRE(rows == "0");
            }
            unknown += what == said::unknown ? 1 : 0;
            ++points;
            REQUIRE_FALSE(conn.in_transaction());
            try { // the session was ended above, which the first statement may have to find out
                (void)conn.count(orm::select<Item>());
            } catch (orm::error const& e) {
                REQUIRE(e.kind() == orm::error_kind::connection_lost);
            }
            REQUIRE(std::to_string(conn.count(orm::select<Item>())) == rows);
            (void)s.ask("TRUNCATE items RESTART IDENTITY");
            work(conn); // prepares again
            (void)s.ask("TRUNCATE items RESTART IDENTITY");
        }
    }
    CHECK(points > 10);
    CHECK(unknown > 0);
}

std::vector<Item> some(int count) {
    std::vector<Item> out;
    for (int i = 1; i <= count; ++i) {
        out.push_back({i, "item " + std::to_string(i), std::nullopt, i});
    }
    return out;
}

} // namespace

TEST_CASE("the wire is cut: a single insert") {
    sweep([](connection& c) { c.insert(Item{.name = "one", .amount = 1}); }, 1, true);
}

TEST_CASE("the wire is cut: two inserts and COMMIT") {
    sweep(
        [](connection& c) {
            auto tx = c.transaction();
            c.insert(Item{.name = "one", .amount = 1});
            c.insert(Item{.name = "two", .amount = 2});
            tx.commit();
        },
        2, false);
}

TEST_CASE("the wire is cut: COPY") {
    auto const rows = some(12);
    sweep([&](connection& c) { c.insert(rows); }, 12, false);
}

TEST_CASE("the wire is cut: a pipeline that brings keys back") {
    sweep(
        [&](connection& c) {
            auto rows = some(4);
            for (auto& r : rows) {
                r.id = 0;
            }
            c.insert(rows);
        },
        4, false);
}

TEST_CASE("the wire is cut: a stream ends in an error, or gave every row") {
    cut_shop s;
    s.fill(40);
    auto conn = s.connect_through();
    auto const sum = [&] {
        int total = 0;
        for (auto const& item : conn.stream(orm::select<Item>())) {
            total += item.amount;
        }
        return total;
    };
    REQUIRE(sum() == 820);
    s.cut.arm(false, never);
    REQUIRE(sum() == 820);
    long const total = s.cut.seen_to_client;
    long const step = std::getenv("ATHANOR_TEST_LONG") != nullptr ? 1 : 7;
    for (long n = 0; n < total; n += step) {
        CAPTURE(n);
        s.cut.arm(false, n);
        bool failed = false;
        int got = 0;
        try {
            got = sum();
        } catch (orm::error const& e) {
            failed = true;
            REQUIRE(e.kind() == orm::error_kind::connection_lost);
        }
        REQUIRE((failed || got == 820));
        s.cut.rest();
        REQUIRE(sum() == 820); // connects, and prepares again
    }
}

TEST_CASE("the wire is cut: connecting fails with a word about it") {
    cut_shop s;
    {
        s.cut.arm(false, never);
        auto conn = s.connect_through();
    }
    long const total = s.cut.seen_to_client;
    for (long n = 0; n < total - 8; n += 7) {
        CAPTURE(n);
        s.cut.arm(false, n);
        auto const e = live::error_of([&] { (void)s.connect_through(); });
        bool const right =
            e.kind() == orm::error_kind::connection || e.kind() == orm::error_kind::connection_lost;
        CHECK_MESSAGE(right, e.what());
    }
}
