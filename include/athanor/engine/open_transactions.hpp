#pragma once
// SPDX-License-Identifier: BSL-1.0
// Which transaction objects of a connection are open, outermost first. Whether one is really open is always
// asked from the library: a statement may have ended it behind our back.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace athanor::detail {

class open_transactions {
public:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    /// A new innermost one; its number is never used again on this connection.
    [[nodiscard]] std::uint64_t push() {
        open_.push_back(++last_);
        return last_;
    }
    /// 0 = outermost.
    [[nodiscard]] std::size_t depth_of(std::uint64_t number) const noexcept {
        for (std::size_t i = open_.size(); i > 0; --i) {
            if (open_[i - 1] == number) {
                return i - 1;
            }
        }
        return none;
    }
    [[nodiscard]] std::size_t size() const noexcept { return open_.size(); }
    /// Forgets this depth and all that is inside.
    void close(std::size_t depth) noexcept {
        if (depth < open_.size()) {
            open_.resize(depth);
        }
    }

private:
    std::vector<std::uint64_t> open_;
    std::uint64_t last_ = 0;
};

} // namespace athanor::detail
