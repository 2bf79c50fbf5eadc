#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs athanor and hand-written C in turns and compares their times, or one of them once, for callgrind.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// One line: `prepare` brings both databases to where a run of n rows begins, and isn't measured.
struct bench_case {
    std::string name;
    std::string backend;
    int rows;
    std::function<void(int)> prepare;
    std::function<void(int)> ours;
    std::function<void(int)> floor;
};

struct cases {
    std::vector<bench_case> all;

    void add(std::string name, std::string backend, int rows, std::function<void(int)> prepare,
             std::function<void(int)> ours, std::function<void(int)> floor) {
        all.push_back({std::move(name), std::move(backend), rows, std::move(prepare), std::move(ours),
                       std::move(floor)});
    }
};

/// Callgrind counts what happens inside this function and nothing else.
extern "C" [[gnu::noinline]] inline void athanor_bench_measured(std::function<void(int)> const& run,
                                                                int rows) {
    run(rows);
    asm volatile("" ::: "memory"); // no tail call: the function is to be left when the run is over
}

struct times {
    double user;
    double cpu;
    double clock;
};
[[nodiscard]] inline times now() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    auto const seconds = [](timeval const& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return {seconds(used.ru_utime), seconds(used.ru_utime) + seconds(used.ru_stime),
            std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count()};
}

[[nodiscard]] inline times measure(bench_case const& c, std::function<void(int)> const& run, int rows) {
    c.prepare(rows);
    times const a = now();
    athanor_bench_measured(run, rows);
    times const b = now();
    return {b.user - a.user, b.cpu - a.cpu, b.clock - a.clock};
}

[[nodiscard]] inline double median(std::vector<double> v) {
    std::ranges::sort(v);
    return v[v.size() / 2];
}

inline void report(bench_case const& c, int pairs, int rows) {
    std::vector<times> ours;
    std::vector<times> floor;
    for (int i = 0; i < pairs; ++i) { // who is first changes, so that neither has the warmer caches
        if (i % 2 == 0) {
            ours.push_back(measure(c, c.ours, rows));
            floor.push_back(measure(c, c.floor, rows));
        } else {
            floor.push_back(measure(c, c.floor, rows));
            ours.push_back(measure(c, c.ours, rows));
        }
    }
    auto const line = [&](char const* metric, double times::*what) {
        std::vector<double> ratios;
        std::vector<double> left;
        std::vector<double> right;
        for (std::size_t i = 0; i < ours.size(); ++i) {
            left.push_back(ours[i].*what);
            right.push_back(floor[i].*what);
            ratios.push_back(left.back() / std::max(right.back(), 1e-9));
        }
        std::printf(
            "{\"case\": \"%s\", \"backend\": \"%s\", \"metric\": \"%s\", \"rows\": %d, \"ours\": %.6f, "
            "\"floor\": %.6f, \"ratio\": %.4f, \"pairs\": %d}\n",
            c.name.c_str(), c.backend.c_str(), metric, rows, median(left), median(right), median(ratios),
            pairs);
    };
    line("user CPU s", &times::user);
    line("CPU s", &times::cpu); // with the system's part: locks of files, the socket
    line("wall s", &times::clock);
    std::fflush(stdout);
}

/// One run of each side under callgrind, which leaves a file each time athanor_bench_measured ends: first
/// ours, then by hand, in the order of the lines printed. What is prepared once per connection is prepared
/// before.
inline void count(bench_case const& c, int rows) {
    for (auto const* run : {&c.ours, &c.floor}) {
        c.prepare(rows);
        (*run)(rows);
        c.prepare(rows);
        athanor_bench_measured(*run, rows);
    }
    std::printf("{\"case\": \"%s\", \"backend\": \"%s\", \"rows\": %d}\n", c.name.c_str(), c.backend.c_str(),
                rows);
    std::fflush(stdout);
}

/// usage: time PAIRS [TEXT] | count ROWS [TEXT]; of the cases, those whose name holds TEXT
inline int main(int argc, char** argv, cases const& given) {
    std::string_view const mode = argc > 1 ? argv[1] : "";
    int const number = argc > 2 ? std::atoi(argv[2]) : 0;
    if (number < 1 || (mode != "time" && mode != "count")) {
        std::fputs("usage: time PAIRS [TEXT] | count ROWS [TEXT]\n", stderr);
        return 2;
    }
    for (auto const& c : given.all) {
        if (argc > 3 && c.name.find(argv[3]) == std::string::npos) {
            continue;
        }
        if (mode == "time") {
            report(c, number, c.rows);
        } else {
            count(c, std::min(number, c.rows));
        }
    }
    return 0;
}

} // namespace bench
