#pragma once
// SPDX-License-Identifier: BSL-1.0
// Where text is written at run time.

#include <athanor/dialect/quote.hpp>

#include <string>

namespace athanor::detail {

// Lets the pieces that say number() and put() write into a std::string.
struct text_sink : string_sink {
    void number(long long v) { put(std::to_string(v)); }
};

} // namespace athanor::detail
