// SPDX-License-Identifier: BSL-1.0
// athanor beside hand-written libpq (binary, prepared, pipelined, COPY), in one process, in turns: the
// client's CPU time and the clock, medians of the ratios of pairs. usage: bench_postgresql [pairs]; the
// server is ATHANOR_TEST_POSTGRESQL

#include "postgresql_by_hand.hpp"

#include <athanor/model.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace orm = athanor;

template <>
inline constexpr auto athanor::table_of<User> = athanor::table("users", athanor::primary_key<&User::id>);

namespace {

constexpr int rows = 100'000;

struct times {
    double cpu;
    double clock;
};
[[nodiscard]] times now() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    auto const cpu = static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                     static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    return {cpu, std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count()};
}

[[nodiscard]] std::vector<User> make_users() {
    std::vector<User> out;
    for (int i = 0; i < rows; ++i) {
        out.push_back({i + 1, "user number " + std::to_string(i), std::to_string(i) + "@example.org", i % 90,
                       i * 0.25, i % 3 == 0 ? std::nullopt : std::optional{std::string("a note")}});
    }
    return out;
}

/// An input range: its elements come by and are gone.
struct read_once {
    struct iterator {
        using iterator_concept = std::input_iterator_tag;
        using value_type = User;
        using difference_type = std::ptrdiff_t;
        read_once const* range = nullptr;
        User const& operator*() const { return range->users[*range->at]; }
        iterator& operator++() {
            ++*range->at;
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return *range->at == range->users.size(); }
    };
    std::vector<User> const& users;
    std::size_t* at;
    [[nodiscard]] iterator begin() const { return {this}; }
    [[nodiscard]] static std::default_sentinel_t end() { return {}; }
};

[[nodiscard]] double median(std::vector<double> v) {
    std::ranges::sort(v);
    return v[v.size() / 2];
}

void report(
    char const* name, int pairs, std::function<void()> const& ours, std::function<void()> const& floor,
    std::function<void()> const& before = [] {}) {
    std::vector<double> cpu;
    std::vector<double> clock;
    std::vector<double> seconds;
    for (int i = 0; i < pairs; ++i) {
        before();
        auto const a = now();
        ours();
        auto const b = now();
        before();
        auto const c = now();
        floor();
        auto const d = now();
        cpu.push_back((b.cpu - a.cpu) / (d.cpu - c.cpu));
        clock.push_back((b.clock - a.clock) / (d.clock - c.clock));
        seconds.push_back(b.clock - a.clock);
    }
    std::printf("postgresql  %-30s %5.2f times hand-written libpq (client CPU), %5.2f by the clock (%.0f ms, "
                "%d pairs)\n",
                name, median(cpu), median(clock), median(seconds) * 1000, pairs);
}

} // namespace

int main(int argc, char** argv) {
    int const pairs = argc > 1 ? std::atoi(argv[1]) : 7;
    char const* const url = std::getenv("ATHANOR_TEST_POSTGRESQL");
    if (url == nullptr) {
        std::fputs("ATHANOR_TEST_POSTGRESQL isn't set: run ./dev bench postgresql\n", stderr);
        return 1;
    }
    auto const users = make_users();
    by_hand hand{url};
    auto conn = orm::connect<orm::postgresql>(url);
    conn.execute("CREATE TEMP TABLE users (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, email TEXT "
                 "NOT NULL, age "
                 "INTEGER NOT NULL, score DOUBLE PRECISION NOT NULL, note TEXT)");
    auto const empty = [&] {
        conn.execute("TRUNCATE users");
        hand.run("TRUNCATE users");
    };

    report(
        "insert 100k rows by COPY", pairs, [&] { conn.insert(users); }, [&] { hand.copy(users); }, empty);
    report(
        "insert 100k rows by pipeline", pairs,
        [&] {
            // What can be read once only can't be looked over for COPY first.
            std::size_t i = 0;
            read_once range{users, &i};
            conn.insert(range);
        },
        [&] { hand.pipeline("insert", users, false); }, empty);
    empty();
    conn.insert(users);
    hand.copy(users);
    report(
        "select 100k rows into a vector", pairs, [&] { (void)conn.all(orm::select<User>()); },
        [&] { (void)hand.select(); });
    report(
        "stream 100k rows", pairs,
        [&] {
            std::size_t bytes = 0;
            for (auto const& u : conn.stream(orm::select<User>())) {
                bytes += u.name.size();
            }
            if (bytes == 0) {
                std::exit(1);
            }
        },
        [&] {
            if (hand.stream() == 0) {
                std::exit(1);
            }
        });
    report(
        "get 10k rows by key", pairs,
        [&] {
            for (int i = 1; i <= 10'000; ++i) {
                (void)conn.get<User>(i * 7 % rows + 1);
            }
        },
        [&] {
            User u;
            for (int i = 1; i <= 10'000; ++i) {
                hand.get(i * 7 % rows + 1, u);
            }
        });
    std::vector<User> const some{users.begin(), users.begin() + 10'000};
    report(
        "update 10k rows", pairs, [&] { conn.update(some); }, [&] { hand.pipeline("update", some, true); });
}
