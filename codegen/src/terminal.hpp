#pragma once
// SPDX-License-Identifier: BSL-1.0
// What reaches the terminal: plain text only, whoever wrote it.

#include <string>
#include <string_view>

namespace athanor::codegen::detail {

/// The text without control characters (line feeds stay), so that a name can't move the cursor or forge a
/// line.
[[nodiscard]] std::string plain(std::string_view text);
/// The same on one line.
[[nodiscard]] std::string plain_word(std::string_view text);

void say(std::string_view text);      // one line to stdout
void complain(std::string_view text); // one line to stderr

/// Can a person be asked?
[[nodiscard]] bool is_interactive();
/// Asks on stderr, reads one line; false at the end of input.
[[nodiscard]] bool ask(std::string_view prompt, std::string& answer);

} // namespace athanor::codegen::detail
