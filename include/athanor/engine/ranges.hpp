#pragma once
// SPDX-License-Identifier: BSL-1.0
// Many structs in one transaction: all of them or none, through statements prepared once.

#include <athanor/engine/any_range.hpp>
#include <athanor/engine/object_statements.hpp>
#include <athanor/engine/transaction.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace athanor::detail {

/// Calls `use` with the object after its C++ defaults are filled in: in place where it can be changed, in a
/// copy otherwise.
template <class T, class Object, class Use>
decltype(auto) with_defaults(Object&& object, Use&& use) {
    if constexpr (!std::is_const_v<std::remove_reference_t<Object>>) {
        apply_defaults<T>(object);
        return use(object);
    } else if constexpr (has_defaults<T>) {
        T copy = object;
        apply_defaults(copy);
        return use(copy);
    } else {
        return use(object);
    }
}

template <class Range>
using range_reference = decltype(*std::begin(std::declval<Range&>()));
/// Do the elements stay where they are while the range is gone through?
template <class Range>
inline constexpr bool elements_stay = std::is_lvalue_reference_v<range_reference<Range>>&&
    std::forward_iterator<decltype(std::begin(std::declval<Range&>()))>;
/// May what the database chose be written into them?
template <class Range>
inline constexpr bool elements_change = std::is_lvalue_reference_v<range_reference<Range>> &&
                                        !std::is_const_v<std::remove_reference_t<range_reference<Range>>>;

/// So many rows a statement that what a statement costs is spread thin, and so few that its text stays short.
inline constexpr std::size_t rows_together = 50;

template <class T>
struct insert_together_slots;

/// The statement that inserts `rows` objects with this mask, and brings nothing back.
template <class T, class Native>
[[nodiscard]] auto insert_together_statement(Native& native, column_mask mask, std::size_t rows) {
    std::size_t const slot = slot_of_mask<insert_together_slots<T>, T>(mask);
    if (slot != no_slot && native.has(slot)) [[likely]] {
        return native.take(slot);
    }
    text_sink text;
    row_renderer<Native::dialect_of, text_sink> renderer{{text}};
    renderer.template insert<T>(mask, false);
    for (std::size_t row = 1; row < rows; ++row) {
        char const* before = ", (";
        for (std::size_t i = 0; i < row_facts<T>::count; ++i) {
            if (row_facts<T>::is_given(i, mask)) {
                text.put(std::exchange(before, ", "));
                renderer.placeholder();
            }
        }
        text.put(")");
    }
    return native.prepared(slot, text.text);
}

/// Inserts rows in the order in which they come: many a statement where nothing has to come back.
template <class T, class Native>
class row_inserter {
public:
    explicit row_inserter(Native& native)
        : native_{native}
        , watch_{native.log()} {}

    /// The row stays where it is until flush().
    void add(T const& row) {
        column_mask const mask = given_columns<T>(row);
        if (waiting_ == most_ || mask != mask_ || most_ == 0) {
            flush();
            mask_ = mask;
            most_ = most_together();
        }
        rows_[waiting_++] = &row;
        ++number_;
    }
    /// The same for a row that nobody else keeps.
    void keep(T&& row) {
        if (kept_.size() == rows_together) {
            flush();
        }
        if (kept_.empty()) {
            kept_.reserve(rows_together); // rows_ points into it
        }
        add(kept_.emplace_back(std::move(row)));
    }
    /// At once; what the database chose comes back into it, if it is mutable.
    template <class Object>
    void insert(Object& row) {
        flush();
        mask_ = given_columns<T>(row);
        auto const guard = native_.enter();
        insert_by_itself(row);
        ++number_;
    }
    void flush() {
        if (waiting_ == 0) {
            return;
        }
        auto const guard = native_.enter(); // never longer: the range may be a query on this connection
        if (waiting_ == most_ && most_ > 1) {
            insert_together();
        } else {
            for (std::size_t i = 0; i < waiting_; ++i) {
                insert_by_itself(*rows_[i]);
            }
        }
        waiting_ = 0;
        kept_.clear();
    }
    /// How many there were.
    [[nodiscard]] std::size_t finish() {
        flush();
        statement_.reset();
        return number_;
    }

private:
    [[nodiscard]] std::size_t most_together() const {
        std::size_t parameters = 0;
        for (std::size_t i = 0; i < row_facts<T>::count; ++i) {
            parameters += row_facts<T>::is_given(i, mask_) ? 1U : 0U;
        }
        return parameters == 0
                   ? 1
                   : std::clamp(native_.most_parameters() / parameters, std::size_t{1}, rows_together);
    }
    template <class Get>
    auto& at_hand(bool together, Get&& get) {
        if (!statement_ || at_hand_mask_ != mask_ || at_hand_together_ != together) {
            statement_.reset();
            statement_.emplace(get());
            at_hand_mask_ = mask_;
            at_hand_together_ = together;
            watch_.begin((*statement_)->sql());
        }
        return **statement_;
    }
    template <class Object>
    void insert_by_itself(Object& row) {
        auto& statement = at_hand(false, [&] { return insert_statement<T>(native_, mask_); });
        insert_through<T>(native_, statement, row, mask_);
        statement.reset();
        watch_.one_row_more();
    }
    void insert_together() {
        auto& statement = at_hand(true, [&] { return insert_together_statement<T>(native_, mask_, most_); });
        int at = 0;
        for (std::size_t i = 0; i < most_; ++i) {
            at =
                bind_row<inserted_columns>(statement, *rows_[i], mask_, bound_memory::outlives_statement, at);
        }
        (void)step_for<T>(statement);
        if (std::cmp_not_equal(statement.changes(), most_)) [[unlikely]] {
            throw_not_inserted(table_name<T>());
        }
        statement.reset();
        for (std::size_t i = 0; i < most_; ++i) {
            watch_.one_row_more();
        }
    }

    Native& native_;
    std::optional<typename Native::lease> statement_;
    column_mask at_hand_mask_ = 0;
    bool at_hand_together_ = false;
    column_mask mask_ = 0;
    std::size_t most_ = 0;
    std::size_t waiting_ = 0;
    std::size_t number_ = 0;
    T const* rows_[rows_together]{};
    std::vector<T> kept_;
    range_watch watch_;
};

/// Inserts all elements or none.
template <class Native, class Range>
std::size_t insert_range(Native& native, Range& rows) {
    using T = detail::range_value<Range>;
    transaction tx{native};
    row_inserter<T, Native> inserter{native};
    for (auto&& element : rows) {
        if constexpr (elements_change<Range>) {
            apply_defaults(element);
            if (row_facts<T>::returned_count(given_columns<T>(element)) > 0) {
                inserter.insert(element);
                continue;
            }
        }
        if constexpr (elements_stay<Range> && (elements_change<Range> || !has_defaults<T>)) {
            inserter.add(element);
        } else if constexpr (std::is_constructible_v<T, decltype(element)>) {
            T row = std::forward<decltype(element)>(element);
            apply_defaults(row);
            inserter.keep(std::move(row));
        } else {
            with_defaults<T>(element, [&](auto& row) { inserter.insert(row); });
        }
    }
    std::size_t const number = inserter.finish();
    tx.commit();
    return number;
}

/// Updates each element by its primary key. The statement is kept from row to row while the same columns are
/// given.
template <class Native, class Range>
std::size_t update_range(Native& native, Range& rows) {
    using T = detail::range_value<Range>;
    transaction tx{native};
    std::size_t number = 0;
    std::optional<std::pair<column_mask, typename Native::lease>> at_hand;
    range_watch watch{native.log()};
    for (auto&& element : rows) {
        T const& object = element;
        column_mask const mask = updated_columns<T>(object);
        auto const guard = native.enter(); // per row: the range may be a query on this connection
        if (!at_hand || at_hand->first != mask) {
            at_hand.reset();
            at_hand.emplace(mask, update_statement<T>(native, mask));
            watch.begin(at_hand->second->sql());
        }
        auto& statement = *at_hand->second;
        bind_update(statement, object, mask);
        while (step_for<T>(statement)) {
        }
        if (statement.changes() == 0) {
            throw_no_row(table_name<T>(), "update");
        }
        statement.reset();
        watch.one_row_more();
        ++number;
    }
    at_hand.reset();
    tx.commit();
    return number;
}

/// Erases each element by its primary key; returns how many were there.
template <class Native, class Range>
std::size_t erase_range(Native& native, Range& rows) {
    using T = detail::range_value<Range>;
    transaction tx{native};
    std::size_t number = 0;
    std::optional<typename Native::lease> at_hand;
    range_watch watch{native.log()};
    for (auto&& element : rows) {
        T const& object = element;
        auto const guard = native.enter();
        if (!at_hand) {
            at_hand.emplace(erase_statement<T>(native));
            watch.begin((*at_hand)->sql());
        }
        auto& statement = **at_hand;
        bind_key_of(statement, object, 0);
        while (step_for<T>(statement)) {
        }
        if (statement.changes() != 0) {
            ++number;
            watch.one_row_more();
        }
        statement.reset();
    }
    at_hand.reset();
    tx.commit();
    return number;
}

} // namespace athanor::detail
