// SPDX-License-Identifier: BSL-1.0
// That the compiler reads back the same bytes is tested in tests/acceptance/roundtrip.py; here, the form.
#include <athanor/codegen/cpp_literal.hpp>

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace athanor::codegen;

namespace {

bool is_plain(std::string const& text, bool lines) {
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && !(lines && c == '\n')) || byte == 0x7f) {
            return false;
        }
    }
    return true;
}

} // namespace

TEST_CASE("a literal escapes quotes, backslashes, trigraphs and all that is not printable ASCII") {
    CHECK(cpp_literal("") == R"("")");
    CHECK(cpp_literal("say \"hi\"") == R"("say \"hi\"")");
    CHECK(cpp_literal("C:\\temp\\") == R"("C:\\temp\\")");
    CHECK(cpp_literal("a\nb\tc") == R"("a\nb\tc")");
    CHECK(cpp_literal("what?\?/") == R"("what?\?/")");
    CHECK(cpp_literal("???") == R"("?\?\?")");
    CHECK(cpp_literal(std::string_view{"\0001", 2}) ==
          R"("\0001")"); // the digit that follows isn't swallowed
    CHECK(cpp_literal("\xC3\xA9") == R"("\303\251")");
    CHECK(cpp_literal(")delim\"") == R"(")delim\"")");
}

TEST_CASE("a literal of any bytes is printable ASCII on one line") {
    std::mt19937 random{7};
    for (int i = 0; i < 2000; ++i) {
        std::string text;
        for (auto n = random() % 40; n > 0; --n) {
            text += static_cast<char>(random());
        }
        auto const literal = cpp_literal(text);
        CHECK(is_plain(literal, false));
        for (auto const& line : cpp_literal_lines(text, 20)) {
            CHECK(line.size() <= 20);
        }
    }
}

TEST_CASE("nothing in a comment ends it, continues it, or hides in it") {
    for (std::string const nasty : {"ends in a backslash\\",
                                    "ends in three\\\\\\",
                                    "backslash and blanks\\   ",
                                    "trigraph ?\?/",
                                    "trigraph and blank ?\?/ ",
                                    "two\nlines",
                                    "carriage\rreturn",
                                    "*/ int x; /*",
                                    "form\ffeed",
                                    "vertical\vtab",
                                    "escape\x1b[2J",
                                    "bell\a",
                                    "bidi \xE2\x80\xAE evil",
                                    "bidi \xE2\x81\xA6 evil",
                                    "line separator \xE2\x80\xA8 x",
                                    "broken \xFF\xFE utf-8",
                                    "nel \xC2\x85 x",
                                    "c1 \xC2\x9B x",
                                    "\"; system(\"rm -rf /\"); //",
                                    "",
                                    " ",
                                    "\\",
                                    "\\\\",
                                    "?\?/",
                                    "?\?/\\?\?/",
                                    "\n\n\n"}) {
        CAPTURE(nasty);
        auto const text = cpp_comment(nasty);
        CHECK(is_plain(text, true));
        CHECK(text.starts_with("//"));
        CHECK(text.ends_with("\n"));
        CHECK(text.find('\n') == text.size() - 1);
        CHECK(text[text.size() - 2] != '\\');
        CHECK_FALSE(text.ends_with("?\?/\n"));
        CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
        CHECK(text.find("\xE2\x81\xA6") == std::string::npos);
    }
    CHECK(cpp_comment(std::string_view{"nul\0byte", 8}) == "// nul byte\n");
}

TEST_CASE("a long comment is wrapped, and no wrapped line ends in a backslash") {
    std::string text;
    for (int i = 0; i < 60; ++i) {
        text += "path\\ to\\ ";
    }
    auto const out = cpp_comment(text);
    std::size_t start = 0;
    int lines = 0;
    for (auto end = out.find('\n'); end != std::string::npos; end = out.find('\n', start)) {
        auto const line = out.substr(start, end - start);
        CHECK(line.starts_with("// "));
        CHECK(line.size() <= 110);
        CHECK_FALSE(line.ends_with('\\'));
        start = end + 1;
        ++lines;
    }
    CHECK(lines >= 5);
}
