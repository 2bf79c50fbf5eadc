// SPDX-License-Identifier: BSL-1.0
// Escapes C++: string literals and comments.

#include <athanor/codegen/cpp_literal.hpp>
#include <athanor/dialect/utf8.hpp>

namespace athanor::codegen {

namespace {

// Octal takes three digits at most; hexadecimal would swallow the digits that follow.
void append_escaped(std::string& out, char c, char before) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
    } else if (c == '?' && before == '?') {
        out += "\\?"; // no trigraph
    } else if (byte >= 0x20 && byte < 0x7f) {
        out += c;
    } else if (c == '\n') {
        out += "\\n";
    } else if (c == '\t') {
        out += "\\t";
    } else {
        out += '\\';
        out += static_cast<char>('0' + (byte >> 6U));
        out += static_cast<char>('0' + ((byte >> 3U) & 7U));
        out += static_cast<char>('0' + (byte & 7U));
    }
}

// Characters that change the direction or the end of a line on screen: what is read isn't what is compiled.
bool is_deceptive(std::string_view sequence) {
    return sequence >= "\xE2\x80\xA8" &&
           (sequence <= "\xE2\x80\xAE" ||                                // U+2028..202E
            (sequence >= "\xE2\x81\xA6" && sequence <= "\xE2\x81\xA9")); // U+2066..2069
}

std::string plain_line(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const length = athanor::detail::utf8_sequence(text, at);
        auto const sequence = text.substr(at, length == 0 ? 1 : length);
        at += sequence.size();
        auto const first = static_cast<unsigned char>(sequence.front());
        if (first < 0x20 || first == 0x7f || sequence == "\xC2\x85") {
            out += ' ';
        } else if (length == 0 || is_deceptive(sequence) ||
                   (first == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0)) {
            out += '?';
        } else {
            out += sequence;
        }
    }
    return out;
}

// A backslash at the end of a line (also as a trigraph, also before blanks) would swallow the next one.
void strip_continuation(std::string& line) {
    for (;;) {
        if (line.ends_with(' ') || line.ends_with('\\')) {
            line.pop_back();
        } else if (line.ends_with("?\?/")) {
            line.resize(line.size() - 3);
        } else {
            return;
        }
    }
}

} // namespace

std::string cpp_literal(std::string_view text) {
    std::string out = "\"";
    char before = 0;
    for (char const c : text) {
        append_escaped(out, c, before);
        before = c;
    }
    return out += '"';
}

std::vector<std::string> cpp_literal_lines(std::string_view text, std::size_t most) {
    std::vector<std::string> out;
    std::string line;
    char before = 0;
    for (char const c : text) {
        std::string piece;
        append_escaped(piece, c, before);
        // A new literal on a new line; a long word is cut, blanks are kept at the end of a line.
        bool const full = line.size() + piece.size() + 2 > most;
        bool const good_break = before == '\n' || (before == ' ' && line.size() + 24 > most);
        if (!line.empty() && (full || good_break)) {
            out.push_back('"' + line + '"');
            line.clear();
        }
        line += piece;
        before = c;
    }
    if (!line.empty() || out.empty()) {
        out.push_back('"' + line + '"');
    }
    return out;
}

std::string cpp_comment(std::string_view text, std::size_t width, std::string_view indent) {
    auto rest = plain_line(text);
    auto const room = width > indent.size() + 23 ? width - indent.size() - 3 : 20;
    std::string out;
    do {
        auto cut = rest.size();
        if (cut > room) {
            cut = rest.rfind(' ', room);
            if (cut == std::string::npos || cut < room / 2) {
                cut = room;
                while (cut > 1 && (static_cast<unsigned char>(rest[cut]) & 0xC0U) == 0x80U) {
                    --cut; // not inside a character
                }
            }
        }
        std::string line = rest.substr(0, cut);
        rest.erase(0, cut);
        rest.erase(0, rest.find_first_not_of(' '));
        strip_continuation(line);
        if (!line.empty() || out.empty()) {
            out += std::string(indent) + (line.empty() ? "//" : "// ") + line + '\n';
        }
    } while (!rest.empty());
    return out;
}

} // namespace athanor::codegen
