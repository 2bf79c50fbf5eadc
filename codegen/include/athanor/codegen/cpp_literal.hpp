#pragma once
// SPDX-License-Identifier: BSL-1.0
// Text that comes from people, as C++ source: the only place that escapes it.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::codegen {

/// Any bytes as a C++ string literal of the same bytes: `"say \"hi\"\012"`. The source is plain ASCII.
[[nodiscard]] std::string cpp_literal(std::string_view text);

/// The same as several literals for several lines, none longer than `most` characters (of at least 16).
[[nodiscard]] std::vector<std::string> cpp_literal_lines(std::string_view text, std::size_t most);

/// Any bytes as `//` lines no longer than `width`, one line feed after each: nothing in the text can end the
/// comment or continue it past its line. Control characters become spaces.
[[nodiscard]] std::string cpp_comment(std::string_view text, std::size_t width = 110,
                                      std::string_view indent = {});

} // namespace athanor::codegen
