#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a sqlite:// URL may say, read into a struct; anything else is refused with the list of what is
// allowed.

#include <athanor/base/error.hpp>
#include <athanor/driver/url.hpp>

#include <charconv>
#include <initializer_list>
#include <string>
#include <string_view>

namespace athanor::detail {

struct sqlite_options {
    enum class open_mode : unsigned char { read_only, read_write, create, memory };

    std::string path; // ":memory:" for a database in memory
    open_mode mode = open_mode::create;
    int busy_timeout = 5000; // milliseconds
    std::string journal_mode;
    std::string synchronous;
    bool shared_cache = false;
    bool double_quoted_strings = false; // legacy schemas only
    bool no_follow = false;
    std::string display;
};

[[nodiscard]] inline std::string one_of(std::string_view name, std::string const& value,
                                        std::initializer_list<std::string_view> allowed) {
    std::string list;
    for (std::string_view const a : allowed) {
        if (a == value) {
            return value;
        }
        list += (list.empty() ? "" : ", ") + std::string{a};
    }
    throw error{error_kind::invalid_url, "the option '" + std::string{name} + "' of a sqlite URL can't be '" +
                                             value + "' (allowed: " + list + ")"};
}

/// Reads the options of a sqlite URL; throws invalid_url naming what is allowed.
[[nodiscard]] inline sqlite_options sqlite_options_of(url const& from) {
    if (!from.host.empty() || !from.port.empty() || !from.user.empty()) {
        throw error{
            error_kind::invalid_url,
            "a sqlite URL names no host: write three slashes before a relative path (sqlite:///shop.db) and "
            "four before an absolute one (sqlite:////var/lib/shop.db)"};
    }
    sqlite_options out;
    out.display = from.display;
    out.path = from.path.empty() ? ":memory:" : from.path;
    if (out.path == ":memory:") {
        out.mode = sqlite_options::open_mode::memory;
    }
    for (auto const& [name, value] : from.options) {
        if (name == "mode") {
            std::string const mode = one_of(name, value, {"ro", "rw", "rwc", "memory"});
            bool const in_memory = out.mode == sqlite_options::open_mode::memory;
            if (in_memory && mode == "ro") {
                throw error{error_kind::invalid_url,
                            "a database in memory can't be opened with mode=ro: it is empty"};
            }
            out.mode = mode == "memory" || in_memory ? sqlite_options::open_mode::memory
                       : mode == "ro"                ? sqlite_options::open_mode::read_only
                       : mode == "rw"                ? sqlite_options::open_mode::read_write
                                                     : sqlite_options::open_mode::create;
        } else if (name == "busy_timeout") {
            auto const [end, code] =
                std::from_chars(value.data(), value.data() + value.size(), out.busy_timeout);
            if (code != std::errc{} || end != value.data() + value.size() || out.busy_timeout < 0) {
                throw error{
                    error_kind::invalid_url,
                    "the option 'busy_timeout' of a sqlite URL is a number of milliseconds, 0 or more"};
            }
        } else if (name == "journal_mode") {
            out.journal_mode = one_of(name, value, {"delete", "truncate", "persist", "memory", "wal", "off"});
        } else if (name == "synchronous") {
            out.synchronous = one_of(name, value, {"off", "normal", "full", "extra"});
        } else if (name == "cache") {
            out.shared_cache = one_of(name, value, {"private", "shared"}) == "shared";
        } else if (name == "dqs") {
            out.double_quoted_strings = one_of(name, value, {"off", "on"}) == "on";
        } else if (name == "nofollow") {
            out.no_follow = one_of(name, value, {"off", "on"}) == "on";
        } else if (name == "foreign_keys") {
            throw error{error_kind::invalid_url,
                        "foreign keys are always on: leave the option 'foreign_keys' out"};
        } else {
            throw error{
                error_kind::invalid_url,
                "a sqlite URL has no option '" + name +
                    "' (allowed: mode, busy_timeout, journal_mode, synchronous, cache, dqs, nofollow)"};
        }
    }
    return out;
}

} // namespace athanor::detail
