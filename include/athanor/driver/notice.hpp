#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a PostgreSQL server says beside its answers.

#include <functional>
#include <string>

namespace athanor {

/// A NOTICE, WARNING, INFO, LOG or DEBUG of the server. The message may hold values from rows.
struct notice {
    std::string severity;
    std::string sqlstate;
    std::string message;
};

/// Called while the connection is at work: it can't run statements on it. What it throws is swallowed.
using notice_callback = std::function<void(notice const&)>;

} // namespace athanor
