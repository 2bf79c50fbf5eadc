#pragma once
// SPDX-License-Identifier: BSL-1.0
// libpq's connection text: keyword=value pairs, quoted as libpq quotes.

#include <cstddef>
#include <string>
#include <string_view>

namespace athanor::detail {

[[nodiscard]] inline bool is_url_space(char c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Reads `host=... password='it\'s'` pair by pair.
class keyword_reader {
public:
    explicit keyword_reader(std::string_view text)
        : text_{text} {}

    std::string name;
    std::string value;
    std::string_view written; // the pair as it stands in the text

    /// A word and '=': no URL begins like that.
    [[nodiscard]] static bool recognizes(std::string_view text) noexcept {
        std::size_t i = 0;
        while (i < text.size() && is_url_space(text[i])) {
            ++i;
        }
        std::size_t const first = i;
        while (i < text.size() && ((text[i] >= 'a' && text[i] <= 'z') || text[i] == '_')) {
            ++i;
        }
        bool const word = i > first;
        while (i < text.size() && is_url_space(text[i])) {
            ++i;
        }
        return word && i < text.size() && text[i] == '=';
    }

    /// False at the end, and when what follows is no pair.
    [[nodiscard]] bool next() {
        skip_spaces();
        std::size_t const first = at_;
        if (first == text_.size()) {
            return false;
        }
        while (at_ < text_.size() && text_[at_] != '=' && !is_url_space(text_[at_])) {
            ++at_;
        }
        name = text_.substr(first, at_ - first);
        value.clear();
        skip_spaces();
        if (name.empty() || at_ == text_.size() || text_[at_] != '=') {
            malformed_ = true;
            return false;
        }
        ++at_;
        skip_spaces();
        malformed_ = at_ < text_.size() && text_[at_] == '\'' ? !quoted() : !bare();
        written = text_.substr(first, at_ - first);
        return !malformed_;
    }
    [[nodiscard]] bool malformed() const noexcept { return malformed_; }

private:
    void skip_spaces() noexcept {
        while (at_ < text_.size() && is_url_space(text_[at_])) {
            ++at_;
        }
    }
    bool bare() {
        for (; at_ < text_.size() && !is_url_space(text_[at_]); ++at_) {
            if (text_[at_] == '\\' && ++at_ == text_.size()) {
                return true;
            }
            value += text_[at_];
        }
        return true;
    }
    // A doubled quote, which libpq refuses, stands for one as in SQL.
    bool quoted() {
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
                ++at_;
            } else if (text_[at_] == '\'') {
                if (at_ + 1 == text_.size() || text_[at_ + 1] != '\'') {
                    ++at_;
                    return true;
                }
                ++at_;
            }
            value += text_[at_];
        }
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool malformed_ = false;
};

} // namespace athanor::detail
