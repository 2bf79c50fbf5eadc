#pragma once
// SPDX-License-Identifier: BSL-1.0
// The statements about one struct as text: INSERT, and SELECT, UPDATE, DELETE by primary key.

#include <athanor/dialect/known_statements.hpp>
#include <athanor/dialect/render.hpp>
#include <athanor/statement/row.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace athanor::detail {

template <dialect_id D, class Sink>
struct row_renderer : renderer<D, Sink> {
    using base = renderer<D, Sink>;
    using base::name;
    using base::out;

    template <class T>
    constexpr void columns() {
        table_info const& t = describe<T>();
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            if (i > 0) {
                out.put(", ");
            }
            name(t.name);
            out.put('.');
            name(t.columns[i].name);
        }
    }
    template <class T>
    constexpr void where_key() {
        table_info const& t = describe<T>();
        char const* word = " WHERE ";
        for (std::string_view const column : t.primary_key.columns) {
            out.put(word);
            name(t.name);
            out.put('.');
            name(column);
            out.put(" = ");
            this->placeholder();
            word = " AND ";
        }
    }
    template <class T>
    constexpr void select_by_key() {
        out.put("SELECT ");
        this->template columns<T>();
        out.put(" FROM ");
        this->template table_of_model<T>();
        where_key<T>();
    }
    template <class T>
    constexpr void erase_by_key() {
        out.put("DELETE FROM ");
        this->template table_of_model<T>();
        where_key<T>();
    }
    template <class T>
    constexpr void update_by_key(column_mask mask) {
        using facts = row_facts<T>;
        out.put("UPDATE ");
        this->template table_of_model<T>();
        out.put(" SET ");
        bool first = true;
        for (std::size_t i = 0; i < facts::count; ++i) {
            if (facts::is_updated(i, mask)) {
                out.put(first ? "" : ", ");
                name(describe<T>().columns[i].name);
                out.put(" = ");
                this->placeholder();
                first = false;
            }
        }
        where_key<T>();
    }
    template <class T>
    constexpr void insert(column_mask mask, bool returning) {
        using facts = row_facts<T>;
        table_info const& t = describe<T>();
        out.put("INSERT INTO ");
        this->template table_of_model<T>();
        bool first = true;
        for (std::size_t i = 0; i < facts::count; ++i) {
            if (facts::is_given(i, mask)) {
                out.put(first ? " (" : ", ");
                name(t.columns[i].name);
                first = false;
            }
        }
        if (first) {
            out.put(" DEFAULT VALUES");
        } else {
            out.put(") VALUES (");
            first = true;
            for (std::size_t i = 0; i < facts::count; ++i) {
                if (facts::is_given(i, mask)) {
                    out.put(first ? "" : ", ");
                    this->placeholder();
                    first = false;
                }
            }
            out.put(")");
        }
        if (returning) {
            returned<T>(mask);
        }
    }
    /// INSERT that updates the row that has the same values in the target's columns.
    template <class T, std::size_t... Target>
    constexpr void upsert(column_mask mask) {
        using facts = row_facts<T>;
        table_info const& t = describe<T>();
        insert<T>(mask, false);
        char const* word = " ON CONFLICT (";
        ((out.put(std::exchange(word, ", ")), name(t.columns[Target].name)), ...);
        out.put(") DO UPDATE");
        word = " SET ";
        auto const set = [&](std::size_t i) {
            out.put(std::exchange(word, ", "));
            name(t.columns[i].name);
            out.put(" = excluded.");
            name(t.columns[i].name);
        };
        bool any = false;
        for (std::size_t i = 0; i < facts::count; ++i) {
            if (facts::is_updated(i, mask) && ((i != Target) && ...)) {
                set(i);
                any = true;
            }
        }
        if (!any) { // DO NOTHING would give no row back
            constexpr std::size_t targets[] = {Target...};
            set(targets[0]);
        }
        returned<T>(mask);
    }

private:
    template <class T>
    constexpr void returned(column_mask mask) {
        table_info const& t = describe<T>();
        char const* word = " RETURNING ";
        for (std::size_t i = 0; i < row_facts<T>::count; ++i) {
            if (row_facts<T>::comes_back(i, mask)) {
                out.put(std::exchange(word, ", "));
                name(t.name);
                out.put('.');
                name(t.columns[i].name);
            }
        }
    }
};

template <dialect_id D, class T>
struct select_by_key_text {
    static constexpr void write(sink& out) { row_renderer<D, sink>{{out}}.template select_by_key<T>(); }
};
template <dialect_id D, class T>
struct erase_by_key_text {
    static constexpr void write(sink& out) { row_renderer<D, sink>{{out}}.template erase_by_key<T>(); }
};
template <dialect_id D, class T, column_mask Mask>
struct update_by_key_text {
    static constexpr void write(sink& out) { row_renderer<D, sink>{{out}}.template update_by_key<T>(Mask); }
};
template <dialect_id D, class T, column_mask Mask, bool Returning>
struct insert_text {
    static constexpr void write(sink& out) {
        row_renderer<D, sink>{{out}}.template insert<T>(Mask, Returning);
    }
};

/// Every optional column given.
template <class T>
inline constexpr column_mask full_mask = row_facts<T>::optional_count == 0
                                             ? 0
                                             : ~column_mask{0} >> (64 - row_facts<T>::optional_count);

/// Does an INSERT with this mask end in RETURNING?
template <dialect_id D, class T>
[[nodiscard]] constexpr bool inserts_returning(column_mask mask) {
    return row_facts<T>::returned_count(mask) > 0 &&
           !(D == dialect_id::sqlite && row_facts<T>::only_key_returns(mask));
}

/// The two shapes that nearly every program uses are constants; the others are written when they first occur.
template <dialect_id D, class T, class Use>
decltype(auto) with_insert_text(column_mask mask, Use&& use) {
    if (mask == 0) {
        return use(registered_text<D, insert_text<D, T, 0, inserts_returning<D, T>(0)>>());
    }
    if constexpr (full_mask<T> != 0) {
        if (mask != full_mask<T>) {
            text_sink out;
            row_renderer<D, text_sink>{{out}}.template insert<T>(mask, inserts_returning<D, T>(mask));
            return use(std::string_view{out.text});
        }
    }
    return use(registered_text<D, insert_text<D, T, full_mask<T>, inserts_returning<D, T>(full_mask<T>)>>());
}
template <dialect_id D, class T, class Use>
decltype(auto) with_update_text(column_mask mask, Use&& use) {
    if constexpr (full_mask<T> != 0) {
        if (mask != full_mask<T>) {
            text_sink out;
            row_renderer<D, text_sink>{{out}}.template update_by_key<T>(mask);
            return use(std::string_view{out.text});
        }
    }
    return use(registered_text<D, update_by_key_text<D, T, full_mask<T>>>());
}

} // namespace athanor::detail
