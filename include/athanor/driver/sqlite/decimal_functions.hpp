#pragma once
// SPDX-License-Identifier: BSL-1.0
// What SQLite lacks for decimals, given to each connection when it is opened:
// the order by value, exact sums and arithmetic. Queries only: no schema may
// name them, because other programs read the file.

#include <athanor/driver/sqlite/decimal_number.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

namespace athanor::detail {

[[nodiscard]] inline int collate_decimals(void* /*unused*/, int left_size, void const* left, int right_size,
                                          void const* right) noexcept {
    return compare_decimals({static_cast<char const*>(left), static_cast<std::size_t>(left_size)},
                            {static_cast<char const*>(right), static_cast<std::size_t>(right_size)});
}

enum class decimal_call : unsigned char {
    add,
    subtract,
    multiply,
    divide,
    remainder,
    round,
    fit,
    sum,
    average
};
struct sqlite_decimal_function {
    char const* name;
    int arguments;
    decimal_call call;
};

/// Integers too, as their text.
[[nodiscard]] inline decimal_parts decimal_of(sqlite3_value* value) noexcept {
    auto const* const data = reinterpret_cast<char const*>(sqlite3_value_text(value));
    return data == nullptr ? decimal_parts{}
                           : parts_of_decimal({data, static_cast<std::size_t>(sqlite3_value_bytes(value))});
}
[[nodiscard]] inline decimal_call call_of(sqlite3_context* context) noexcept {
    return static_cast<sqlite_decimal_function const*>(sqlite3_user_data(context))->call;
}
inline void give_text(sqlite3_context* context, std::string const& text) noexcept {
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}
/// What happened, told to SQLite: no exception may go through it.
[[gnu::cold]] inline void give_exception(sqlite3_context* context) noexcept {
    try {
        throw;
    } catch (std::length_error const&) {
        sqlite3_result_error_toobig(context);
    } catch (...) {
        sqlite3_result_error_nomem(context);
    }
}

// ---- of the values of one row

/// Rounded as a column NUMERIC(precision, scale) takes it; empty if it is too large.
[[nodiscard, gnu::cold]] inline std::string fit_decimal(decimal_parts const& n, std::int64_t precision,
                                                        std::int64_t scale) {
    std::string rounded = round_decimal(n, scale);
    auto const whole = static_cast<std::int64_t>(parts_of_decimal(rounded).whole.size());
    return whole <= precision - scale ? rounded : std::string{};
}
[[nodiscard, gnu::cold]] inline std::string
calculate_decimal(decimal_call call, decimal_parts const& a, decimal_parts const& b, sqlite3_value** values) {
    switch (call) {
    case decimal_call::add:
        return add_decimals(a, b);
    case decimal_call::subtract:
        return subtract_decimals(a, b);
    case decimal_call::multiply:
        return multiply_decimals(a, b);
    case decimal_call::divide:
        return divide_decimals(a, b);
    case decimal_call::remainder:
        return remainder_of_decimals(a, b);
    case decimal_call::fit:
        return fit_decimal(a, sqlite3_value_int64(values[1]), sqlite3_value_int64(values[2]));
    default: {
        constexpr std::int64_t most = 2000; // as PostgreSQL has it
        return round_decimal(a,
                             std::max(-most, std::min(most, std::int64_t{sqlite3_value_int64(values[1])})));
    }
    }
}
[[gnu::cold]] inline void call_decimal_function(sqlite3_context* context, int count,
                                                sqlite3_value** values) noexcept {
    for (int i = 0; i < count; ++i) {
        if (sqlite3_value_type(values[i]) == SQLITE_NULL) {
            return; // so is the result, unless it is set
        }
    }
    decimal_call const call = call_of(context);
    decimal_parts const a = decimal_of(values[0]);
    decimal_parts const b = decimal_of(values[1]);
    bool const divides = call == decimal_call::divide || call == decimal_call::remainder;
    if (!a.valid || !b.valid) {
        sqlite3_result_error(context, no_decimal, -1);
    } else if (divides && b.is_zero()) {
        sqlite3_result_error(context, decimal_over_zero, -1);
    } else {
        try {
            std::string const text = calculate_decimal(call, a, b, values);
            text.empty() ? sqlite3_result_error(context, decimal_too_large, -1) : give_text(context, text);
        } catch (...) {
            give_exception(context);
        }
    }
}

// ---- aggregates, also over the frames of windows

/// nullptr: no row has come yet, or there is no memory.
[[nodiscard]] inline decimal_sum* decimal_sum_of(sqlite3_context* context, bool make) noexcept {
    auto** const place =
        static_cast<decimal_sum**>(sqlite3_aggregate_context(context, make ? sizeof(decimal_sum*) : 0));
    if (place != nullptr && *place == nullptr && make) {
        *place = new (std::nothrow) decimal_sum;
    }
    return place == nullptr ? nullptr : *place;
}
inline void sum_decimal(sqlite3_context* context, sqlite3_value* value, bool taken) noexcept {
    if (sqlite3_value_type(value) == SQLITE_NULL) {
        return;
    }
    decimal_parts const n = decimal_of(value);
    if (!n.valid) {
        sqlite3_result_error(context, no_decimal, -1);
        return;
    }
    try {
        decimal_sum* const sum = decimal_sum_of(context, true);
        sum != nullptr ? sum->add(n, taken) : sqlite3_result_error_nomem(context);
    } catch (...) {
        give_exception(context);
    }
}
inline void add_decimal_value(sqlite3_context* context, int /*one*/, sqlite3_value** values) noexcept {
    sum_decimal(context, values[0], false);
}
inline void take_decimal_value(sqlite3_context* context, int /*one*/, sqlite3_value** values) noexcept {
    sum_decimal(context, values[0], true);
}
[[gnu::cold]] inline void give_decimal_sum(sqlite3_context* context) noexcept {
    decimal_sum const* const sum = decimal_sum_of(context, false);
    if (sum == nullptr || sum->count() == 0) {
        return; // NULL
    }
    try {
        std::string text = sum->text();
        if (call_of(context) == decimal_call::average) {
            std::string const count = std::to_string(sum->count());
            text = divide_decimals(parts_of_decimal(text), parts_of_decimal(count));
        }
        give_text(context, text);
    } catch (...) {
        give_exception(context);
    }
}
[[gnu::cold]] inline void finish_decimal_sum(sqlite3_context* context) noexcept {
    give_decimal_sum(context);
    delete decimal_sum_of(context, false);
}

// ---- all of them

inline constexpr sqlite_decimal_function decimal_functions[] = {
    {"athanor_decimal_add", 2, decimal_call::add},       {"athanor_decimal_sub", 2, decimal_call::subtract},
    {"athanor_decimal_mul", 2, decimal_call::multiply},  {"athanor_decimal_div", 2, decimal_call::divide},
    {"athanor_decimal_mod", 2, decimal_call::remainder}, {"athanor_decimal_round", 2, decimal_call::round},
    {"athanor_decimal_fit", 3, decimal_call::fit},       {"athanor_decimal_sum", 1, decimal_call::sum},
    {"athanor_decimal_avg", 1, decimal_call::average},
};

/// A code of SQLite: SQLITE_OK, or out of memory.
[[nodiscard, gnu::cold]] inline int register_decimal_functions(sqlite3* db) noexcept {
    // DIRECTONLY: a view or trigger that calls them would be an error for every other program.
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    int code =
        sqlite3_create_collation_v2(db, "athanor_decimal", SQLITE_UTF8, nullptr, &collate_decimals, nullptr);
    for (sqlite_decimal_function const& f : decimal_functions) {
        void* const self = const_cast<sqlite_decimal_function*>(&f);
        bool const sums = f.call == decimal_call::sum || f.call == decimal_call::average;
        if (code == SQLITE_OK && sums) {
            code = sqlite3_create_window_function(db, f.name, f.arguments, flags, self, &add_decimal_value,
                                                  &finish_decimal_sum, &give_decimal_sum, &take_decimal_value,
                                                  nullptr);
        } else if (code == SQLITE_OK) {
            code = sqlite3_create_function_v2(db, f.name, f.arguments, flags, self, &call_decimal_function,
                                              nullptr, nullptr, nullptr);
        }
    }
    return code;
}

} // namespace athanor::detail
