#pragma once
// SPDX-License-Identifier: BSL-1.0
// A message of PostgreSQL's NOTIFY.

#include <string>

namespace athanor {

/// What `conn.wait_for_notification()` gives (PostgreSQL's manual: NOTIFY).
struct notification {
    std::string channel;
    std::string payload; // at most 8000 bytes
    int process = 0;     // the server process of the sender
};

} // namespace athanor
