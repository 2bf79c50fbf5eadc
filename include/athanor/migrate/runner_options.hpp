#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a run of migrations is told, what it tells meanwhile, and what it answers.

#include <athanor/migrate/revision_graph.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace athanor::migrate {

enum class direction : unsigned char { up, down };
enum class run_mode : unsigned char {
    apply,
    plan, // say what would run, touch nothing
};

/// What on_event is told: before and after each unit, and while a run has to wait.
struct run_event {
    enum class kind : unsigned char {
        starting,
        finished,
        already_done, // by another process, meanwhile
        waiting,      // for another process that migrates; `detail` names it, `unit` is null
        retrying,     // the unit couldn't have a lock on a table; `detail` says which try comes next
    };
    kind what = kind::starting;
    direction way = direction::up;
    revision const* unit = nullptr;
    std::size_t position = 0; // from 0
    std::size_t total = 0;
    std::int64_t duration_us = 0;
    std::string detail{};
};

struct run_options {
    std::string target = "heads";
    run_mode mode = run_mode::apply;
    bool allow_ahead = false;     // run although the database knows revisions that this build doesn't
    bool allow_unmanaged = false; // run although the database has tables and no history
    std::function<void(run_event const&)> on_event{};

    // PostgreSQL:
    std::chrono::milliseconds lock_wait = std::chrono::minutes{10};   // for another process that migrates
    std::chrono::milliseconds lock_timeout = std::chrono::seconds{3}; // for a lock on a table, at each try
    int lock_tries = 10;                                              // of the whole unit, with longer pauses
    std::vector<std::string> search_path{}; // where extensions live: looked at after the default schema
};

struct run_report {
    struct step {
        std::string id;
        std::string message;
        direction way = direction::up;
        std::int64_t duration_us = 0;
    };
    std::vector<step> steps; // what was run, or with run_mode::plan would be; empty: nothing to do
};

} // namespace athanor::migrate
