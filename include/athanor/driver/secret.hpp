#pragma once
// SPDX-License-Identifier: BSL-1.0
// A password on its way to the server: never printed, wiped when it goes, and taken out of foreign texts.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace athanor::detail {

class secret {
public:
    secret() = default;
    explicit secret(std::string_view text)
        : text_{text} {}
    secret(secret const&) = default;
    secret(secret&& other)
        : text_{other.text_} { // a moved-from short string keeps its bytes
        other.wipe();
    }
    secret& operator=(secret other) noexcept {
        text_.swap(other.text_);
        return *this;
    }
    ~secret() { wipe(); }

    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    /// For the library that connects, and for nobody else.
    [[nodiscard]] char const* reveal() const noexcept { return text_.c_str(); }

private:
    void wipe() noexcept {
        for (std::size_t i = 0; i < text_.size(); ++i) {
            static_cast<char volatile&>(text_[i]) = '\0'; // volatile: the compiler may not leave it out
        }
        text_.clear();
    }
    std::string text_;
};

/// `text` without `hidden`. A word of less than four letters is left: it is no secret, and would cut
/// everything to pieces.
[[nodiscard]] inline std::string scrubbed(std::string_view text, std::string_view hidden) {
    std::string out{text};
    if (hidden.size() < 4) {
        return out;
    }
    constexpr std::string_view stars = "***";
    for (std::size_t at = out.find(hidden); at != std::string::npos;
         at = out.find(hidden, at + stars.size())) {
        out.replace(at, hidden.size(), stars);
    }
    return out;
}

} // namespace athanor::detail
