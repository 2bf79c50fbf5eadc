#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a program holds: one connection to one of the back ends that it listed, with everything to read and
// write.

#include <athanor/driver/url.hpp>
#include <athanor/engine/backend.hpp>
#include <athanor/engine/create_all.hpp>
#include <athanor/engine/insert_range.hpp>
#include <athanor/engine/object_statements.hpp>
#include <athanor/engine/query_statements.hpp>
#include <athanor/engine/raw_sql.hpp>
#include <athanor/engine/retry.hpp>
#include <athanor/engine/transaction.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace athanor {
namespace detail {

/// A run-time value of any mapped type, for statements that a person wrote.
struct cell_writer {
    cell& out;
    void bind_null(int) { out = std::monostate{}; }
    void bind_integer(int, std::int64_t v) { out = v; }
    void bind_double(int, double v) { out = v; }
    void bind_text(int, std::string_view v, bound_memory) { out = std::string{v}; }
    void bind_blob(int, std::span<std::byte const> v, bound_memory) {
        out = std::vector<std::byte>(v.begin(), v.end());
    }
};
template <class V>
[[nodiscard]] cell as_cell(V const& value) {
    if constexpr (std::is_same_v<V, cell>) {
        return value;
    } else {
        cell out;
        cell_writer writer{out};
        bind_argument(writer, 1, value, bound_memory::copied);
        return out;
    }
}

} // namespace detail

/// One connection, used by one thread at a time. `Back...` are the back ends that the program listed in
/// connect<>.
template <class... Back>
class connection {
    static_assert(sizeof...(Back) > 0, "athanor: connect<> needs a back end, such as connect<sqlite>(url)");

public:
    /// Opens the database that the URL names. See connect().
    explicit connection(std::string_view database_url)
        : native_{open(parse_url(database_url))} {}

    // ---- one struct
    // --------------------------------------------------------------------------------------------

    /// Adds a row. What is left to the database (an autoincrement key of 0, an empty optional with a server
    /// default, an unset defaulted<>, computed columns) comes back into `object`.
    template <class T>
    requires(!std::is_const_v<T> && !std::ranges::range<T>) T& insert(T& object) {
        visit([&](auto& native) { detail::insert_one<T>(native, object); });
        return object;
    }
    /// The same for a temporary or a constant: the complete row is the result.
    ///
    ///     auto user = conn.insert(User{.name = "Ann"});   // user.id is known
    template <class T>
    requires(!std::ranges::range<T>) T insert(T const& object) {
        T copy = object;
        insert(copy);
        return copy;
    }
    template <class T>
    requires(!std::is_reference_v<T> && !std::is_const_v<T> && !std::ranges::range<T>) T insert(T&& object) {
        insert(object);
        return std::move(object);
    }
    /// Adds all rows of a range or none; keys and defaults come back into elements that aren't const. Returns
    /// how many.
    template <std::ranges::input_range R>
    std::size_t insert(R&& rows) {
        return visit([&](auto& native) { return detail::insert_range(native, rows); });
    }

    /// The row with this primary key: `conn.get<User>(1)`; one value for each column of the key.
    template <class T, class... K>
    [[nodiscard]] std::optional<T> get(K const&... key) {
        constexpr bool right = detail::say<detail::key_sentence<T, std::decay_t<K const>...>>();
        if constexpr (right && detail::key_sentence<T, std::decay_t<K const>...>::value.empty()) {
            return visit([&](auto& native) { return detail::get<T>(native, key...); });
        } else {
            return std::nullopt;
        }
    }
    /// Writes all columns of the row with this object's primary key. Throws not_found if there is none.
    template <class T>
    requires(!detail::is_update<T>) void update(T const& object) {
        static_assert(detail::say<detail::keyless_sentence<T>>());
        if constexpr (detail::keyless_sentence<T>::value.empty()) {
            visit([&](auto& native) { detail::update_one(native, object); });
        }
    }
    /// Removes the row with this object's primary key; false if there was none.
    template <class T>
    requires(!detail::is_erase<T>) bool erase(T const& object) {
        static_assert(detail::say<detail::keyless_sentence<T>>());
        if constexpr (detail::keyless_sentence<T>::value.empty()) {
            return visit([&](auto& native) {
                return detail::erase_by_key<T>(native, [&](auto& s) { detail::bind_key_of(s, object, 0); });
            });
        } else {
            return false;
        }
    }
    /// Removes the row with this primary key; false if there was none.
    template <class T, class... K>
    requires(!std::is_same_v<T, void> && sizeof...(K) > 0) bool erase(K const&... key) {
        constexpr bool right = detail::say<detail::key_sentence<T, std::decay_t<K const>...>>();
        if constexpr (right && detail::key_sentence<T, std::decay_t<K const>...>::value.empty()) {
            return visit([&](auto& native) {
                return detail::erase_by_key<T>(native, [&](auto& s) {
                    int at = 0;
                    (detail::bind_argument(s, ++at, key, detail::bound_memory::outlives_statement), ...);
                });
            });
        } else {
            return false;
        }
    }

    // ---- queries
    // -----------------------------------------------------------------------------------------------

    /// All rows of a select, as a vector.
    template <class Select>
    requires detail::is_select<Select>
    [[nodiscard]] auto all(Select const& query) {
        return visit([&](auto& native) { return detail::all(native, query); });
    }
    /// The first row, if there is one.
    template <class Select>
    requires detail::is_select<Select>
    [[nodiscard]] auto first(Select const& query) {
        return visit([&](auto& native) { return detail::first(native, query); });
    }
    /// The only row. Throws not_found when there is none, misuse when there are several.
    template <class Select>
    requires detail::is_select<Select>
    [[nodiscard]] auto one(Select const& query) {
        return visit([&](auto& native) { return detail::one(native, query); });
    }
    /// How many rows the select would give.
    template <class Select>
    requires detail::is_select<Select>
    [[nodiscard]] std::int64_t count(Select const& query) {
        return visit(
            [&](auto& native) { return detail::number_of(native, detail::count_of<Select>{query}); });
    }
    /// Would the select give any row?
    template <class Select>
    requires detail::is_select<Select>
    [[nodiscard]] bool exists(Select const& query) {
        return visit([&](auto& native) {
                   return detail::number_of(native, detail::exists_of<Select>{query});
               }) != 0;
    }
    /// The rows one by one, in constant memory. The connection must outlive the stream.
    template <class Select>
    requires detail::is_select<Select>
    [[nodiscard]] auto stream(Select const& query) & {
        static_assert(sizeof...(Back) == 1, "athanor: stream() over several back ends isn't there yet");
        return visit([&](auto& native) { return detail::stream(native, query); });
    }
    template <class Select>
    auto stream(Select const& query) && = delete;

    /// Changes many rows; returns how many.
    template <class Update>
    requires detail::is_update<Update> std::int64_t update(Update const& statement) {
        static_assert(
            !std::is_same_v<typename Update::where_type, detail::no_where>,
            "athanor: this UPDATE would change every row: add where(), or say every_row() if you mean it");
        return visit([&](auto& native) { return detail::change(native, statement); });
    }
    /// Removes many rows; returns how many.
    template <class Erase>
    requires detail::is_erase<Erase> std::int64_t erase(Erase const& statement) {
        static_assert(
            !std::is_same_v<typename Erase::where_type, detail::no_where>,
            "athanor: this DELETE would remove every row: add where(), or say every_row() if you mean it");
        return visit([&](auto& native) { return detail::change(native, statement); });
    }

    // ---- SQL of your own
    // ---------------------------------------------------------------------------------------

    /// Runs one statement: `conn.execute("UPDATE t SET a = ? WHERE b = ?", 1, "x")`. The SQL is a literal (or
    /// unsafe_sql{...}), the values are parameters. Returns the number of rows that it changed.
    template <class... V>
    std::int64_t execute(raw_sql sql, V const&... values) {
        if constexpr (sizeof...(V) == 0) {
            return database().execute(sql.text());
        } else {
            cell const cells[] = {detail::as_cell(values)...};
            return database().execute(sql.text(), cells);
        }
    }
    /// The same for a statement that gives rows.
    template <class... V>
    [[nodiscard]] row_set query(raw_sql sql, V const&... values) {
        if constexpr (sizeof...(V) == 0) {
            return database().query(sql.text());
        } else {
            cell const cells[] = {detail::as_cell(values)...};
            return database().query(sql.text(), cells);
        }
    }

    // ---- transactions
    // ------------------------------------------------------------------------------------------

    /// A transaction that is rolled back when it leaves its scope without commit(). Inside another: a
    /// savepoint.
    [[nodiscard]] athanor::transaction transaction(transaction_mode mode = transaction_mode::immediate) & {
        return athanor::transaction{back(), mode};
    }
    /// Runs a function in a transaction and commits; the whole again if it lost a race (busy, serialization,
    /// deadlock). The function may take the transaction, which knows the number of the attempt.
    template <class F>
    auto transact(F&& function, retry_policy const& policy = {}) {
        return detail::transact(back(), std::forward<F>(function), policy);
    }
    [[nodiscard]] bool in_transaction() { return back().in_transaction(); }

    // ---- the schema, without history
    // ---------------------------------------------------------------------------

    /// Creates the tables of a metadata that aren't there yet, with their indexes, in one transaction.
    template <class Metadata>
    void create_all() {
        detail::create_all(back(), Metadata::tables, Metadata::count);
    }
    /// Drops them, rows and all.
    template <class Metadata>
    void drop_all() {
        detail::drop_all(back(), Metadata::tables, Metadata::count);
    }

    // ---- the rest
    // ----------------------------------------------------------------------------------------------

    /// The run-time face that migrations use.
    [[nodiscard]] athanor::database& database() { return back(); }
    /// Shows each statement's text (with placeholders, never values) before it runs. The callback must not
    /// use this connection.
    void on_statement(statement_callback callback) { back().log().set(std::move(callback)); }

private:
    template <class B>
    using native_of = typename detail::backend_of<B>::type;
    using storage = std::variant<std::unique_ptr<native_of<Back>>...>;

    [[nodiscard]] static storage open(url const& where) {
        storage out;
        bool const found = (try_open<Back>(out, where) || ...);
        if (!found) {
            std::string have;
            auto const add = [&have](auto const& schemes) {
                for (std::string_view const s : schemes) {
                    have += (have.empty() ? "" : ", ") + std::string{s};
                }
            };
            (add(detail::backend_of<Back>::schemes), ...);
            throw error{error_kind::invalid_url,
                        "no driver for scheme '" + where.scheme + "' in this build (have: " + have + ")"};
        }
        return out;
    }
    template <class B>
    [[nodiscard]] static bool try_open(storage& out, url const& where) {
        for (std::string_view const scheme : detail::backend_of<B>::schemes) {
            if (scheme == where.scheme) {
                out = std::make_unique<native_of<B>>(where);
                return true;
            }
        }
        return false;
    }

    // Which back end it is, is asked once per call; all after that is typed.
    template <class F>
    decltype(auto) visit(F&& f) {
        if constexpr (sizeof...(Back) == 1) {
            return f(native());
        } else {
            return std::visit([&](auto& p) -> decltype(auto) { return f(*p); }, native_);
        }
    }
    [[nodiscard]] auto& native() {
        auto& pointer = std::get<0>(native_);
        if (pointer == nullptr) [[unlikely]] {
            throw error{error_kind::misuse, "this connection was moved from"};
        }
        return *pointer;
    }
    [[nodiscard]] detail::backend& back() {
        return visit([](auto& n) -> detail::backend& { return n; });
    }

    storage native_;
};

/// Opens a database: `auto conn = connect<sqlite>("sqlite:///shop.db")`. Throws invalid_url for a URL that
/// can't be read or whose scheme isn't listed, connection, permission, not_a_database when it can't be
/// opened.
template <class... Back>
[[nodiscard]] connection<Back...> connect(std::string_view url) {
    return connection<Back...>{url};
}

} // namespace athanor
