#pragma once
// SPDX-License-Identifier: BSL-1.0
// Statements as lines for people to read while a program runs.

#include <athanor/engine/log.hpp>

#include <charconv>
#include <cstdio>
#include <string>

namespace athanor::detail {

/// `SELECT ... -- 0.214 ms, 3 rows [integer 7, text]`
[[nodiscard]] inline std::string line_of(statement_event const& event) {
    char number[32];
    auto const microseconds = std::chrono::duration_cast<std::chrono::microseconds>(event.duration).count();
    auto const end = std::to_chars(number, number + sizeof number, static_cast<double>(microseconds) / 1000.0,
                                   std::chars_format::fixed, 3);
    std::string out{event.sql};
    out += " -- " + std::string{number, end.ptr} + " ms";
    if (event.rows) {
        out += ", " + std::to_string(*event.rows) + (*event.rows == 1 ? " row" : " rows");
    }
    if (event.failed) {
        out += ", failed";
    }
    if (!event.parameters.empty()) {
        char const* word = " [";
        for (auto const& p : event.parameters) {
            out += word + p.type + (p.value.empty() ? "" : ' ' + p.value);
            word = ", ";
        }
        out += ']';
    }
    return out + '\n';
}
inline void echo_line(std::FILE* to, statement_event const& event) {
    std::string const line = line_of(event);
    std::fwrite(line.data(), 1, line.size(), to);
    std::fflush(to);
}

} // namespace athanor::detail
