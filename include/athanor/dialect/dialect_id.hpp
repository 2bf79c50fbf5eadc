#pragma once
// SPDX-License-Identifier: BSL-1.0
// Which SQL is spoken: a plain value, for everything that picks a dialect at run time.

namespace athanor {

enum class dialect_id : unsigned char { sqlite, postgresql };

} // namespace athanor
