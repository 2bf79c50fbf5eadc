// SPDX-License-Identifier: BSL-1.0
#include "terminal.hpp"

#include <athanor/dialect/utf8.hpp>

#include <cstdio>
#include <iostream>

#include <unistd.h>

namespace athanor::codegen::detail {

namespace {

std::string cleaned(std::string_view text, bool keep_lines) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const length = athanor::detail::utf8_sequence(text, at);
        auto const first = static_cast<unsigned char>(text[at]);
        bool const c1 = length == 2 && first == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;
        if (first == '\n' && keep_lines) {
            out += '\n';
        } else if (length == 0 || first < 0x20 || first == 0x7f || c1) {
            out += first == '\t' ? ' ' : '?';
        } else {
            out += text.substr(at, length);
        }
        at += length == 0 ? 1 : length;
    }
    return out;
}

void write_line(std::FILE* to, std::string_view text) {
    auto line = plain(text) + '\n';
    (void)std::fwrite(line.data(), 1, line.size(), to);
    (void)std::fflush(to);
}

} // namespace

std::string plain(std::string_view text) {
    return cleaned(text, true);
}
std::string plain_word(std::string_view text) {
    return cleaned(text, false);
}
void say(std::string_view text) {
    write_line(stdout, text);
}
void complain(std::string_view text) {
    write_line(stderr, text);
}

bool is_interactive() {
    return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

bool ask(std::string_view prompt, std::string& answer) {
    auto const text = plain(prompt);
    (void)std::fwrite(text.data(), 1, text.size(), stderr);
    (void)std::fflush(stderr);
    return static_cast<bool>(std::getline(std::cin, answer));
}

} // namespace athanor::codegen::detail
