#pragma once
// SPDX-License-Identifier: BSL-1.0
// Prepared statements of texts that were made at run time: the few that come again are kept, the oldest one
// goes.

#include <athanor/engine/slot.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::detail {

class text_slots {
public:
    /// How many texts a connection remembers.
    static constexpr std::size_t most = 32;

    /// The statement of a text: prepared for one use when it comes for the first time, kept from the second
    /// on.
    template <class Native>
    [[nodiscard]] auto prepared(Native& native, std::string_view text) {
        std::size_t const first = slot_of<text_slots, most>();
        ++now_;
        auto const at = std::ranges::find(texts_, text, &entry::text);
        if (at == texts_.end()) {
            remember(native, first, text);
            return native.prepared(no_slot, text);
        }
        at->used = now_;
        std::size_t const slot = first + static_cast<std::size_t>(at - texts_.begin());
        native.forget_other(slot, text);
        auto out = native.prepared(slot, text);
        at->kept = true;
        return out;
    }

private:
    struct entry {
        std::string text;
        std::uint64_t used = 0;
        bool kept = false;
    };

    template <class Native>
    void remember(Native& native, std::size_t first, std::string_view text) {
        if (texts_.size() < most) {
            texts_.push_back({std::string{text}, now_, false});
            return;
        }
        entry* oldest = nullptr;
        std::size_t slot = no_slot;
        for (std::size_t i = 0; i < texts_.size(); ++i) {
            entry& e = texts_[i];
            bool const at_work = e.kept && !native.has(first + i); // it will come back to this slot
            if (!at_work && (oldest == nullptr || e.used < oldest->used)) {
                oldest = &e;
                slot = first + i;
            }
        }
        if (oldest != nullptr) {
            native.forget(slot);
            *oldest = {std::string{text}, now_, false};
        }
    }

    std::vector<entry> texts_;
    std::uint64_t now_ = 0;
};

} // namespace athanor::detail
