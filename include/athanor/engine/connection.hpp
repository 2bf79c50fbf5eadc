#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a program holds: one connection to one of the back ends that it listed, with everything to read and
// write.

#include <athanor/dialect/capabilities.hpp>
#include <athanor/dialect/lacks.hpp>
#include <athanor/driver/notice.hpp>
#include <athanor/driver/url.hpp>
#include <athanor/engine/any_range.hpp>
#include <athanor/engine/any_row_stream.hpp>
#include <athanor/engine/as_cell.hpp>
#include <athanor/engine/backend.hpp>
#include <athanor/engine/echo.hpp>
#include <athanor/engine/explain.hpp>
#include <athanor/engine/notification.hpp>
#include <athanor/engine/object_statements.hpp>
#include <athanor/engine/open_backend.hpp>
#include <athanor/engine/query_pipeline.hpp>
#include <athanor/engine/query_statements.hpp>
#include <athanor/engine/ranges.hpp>
#include <athanor/engine/raw_sql.hpp>
#include <athanor/engine/retry.hpp>
#include <athanor/engine/transaction.hpp>
#include <athanor/engine/upsert.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace athanor {
namespace detail {

/// Known where <athanor/create_all.hpp> is included.
template <class Metadata>
struct schema_maker;
/// Known where <athanor/check_statements.hpp> is included.
struct statement_checker;

} // namespace detail

/// One connection, used by one thread at a time. `Back...` are the back ends that the program listed in
/// connect<>.
template <class... Back>
class connection {
    static_assert(sizeof...(Back) > 0, "athanor: connect<> needs a back end, such as connect<sqlite>(url)");

public:
    /// Opens the database that the URL names. See connect().
    explicit connection(std::string_view database_url)
        : native_{detail::open_backend<Back...>(parse_url(database_url))} {}

    // ---- one struct
    // --------------------------------------------------------------------------------------------

    /// Adds a row. What is left to the database (an autoincrement key of 0, an empty optional with a server
    /// default, an unset defaulted<>, computed columns) comes back into `object`.
    template <class T>
    requires(!std::is_const_v<T> && !detail::any_range<T> && !detail::is_insert<T>) T& insert(T& object) {
        static_assert(detail::say<detail::row_sentence<T>>());
        if constexpr (detail::is_row<T>) {
            static_assert(is_supported<T>);
            visit([&](auto& native) { detail::insert_one<T>(native, object); });
        }
        return object;
    }
    /// The same for a temporary or a constant: the complete row is the result.
    ///
    ///     auto user = conn.insert(User{.name = "Ann"});   // user.id is known
    template <class T>
    requires(!detail::any_range<T> && !detail::is_insert<T>) T insert(T const& object) {
        static_assert(detail::say<detail::row_sentence<T>>());
        T copy = object;
        insert(copy);
        return copy;
    }
    template <class T>
    requires(!std::is_reference_v<T> && !std::is_const_v<T> && !detail::any_range<T> &&
             !detail::is_insert<T>) T insert(T&& object) {
        static_assert(detail::say<detail::row_sentence<T>>());
        insert(object);
        return std::move(object);
    }
    /// Adds all rows of a range or none; keys and defaults come back into elements that aren't const. Returns
    /// how many.
    template <detail::any_range R>
    std::size_t insert(R&& rows) {
        static_assert(detail::say<detail::row_sentence<detail::range_value<R>>>());
        if constexpr (detail::is_row<detail::range_value<R>>) {
            static_assert(is_supported<detail::range_value<R>>);
            return visit([&](auto& native) { return insert_range(native, rows); });
        } else {
            return 0;
        }
    }

    /// Adds a row, or updates the one with the same primary key: its other columns take the object's values.
    /// With members, the row that agrees in these, which must be unique together:
    /// `conn.upsert<&User::email>(user)`. What the database chose comes back, as from insert().
    template <auto... Member, class T>
    requires(!std::is_const_v<T> && !detail::any_range<T>) T& upsert(T& object) {
        static_assert(is_supported<T>);
        static_assert(detail::say<detail::upsert_sentence<T, Member...>>());
        if constexpr (detail::upsert_sentence<T, Member...>::value.empty()) {
            visit([&](auto& native) { detail::upsert_one<T, Member...>(native, object); });
        }
        return object;
    }
    template <auto... Member, class T>
    requires(!detail::any_range<T>) T upsert(T const& object) {
        T copy = object;
        upsert<Member...>(copy);
        return copy;
    }
    /// All rows of a range or none. Returns how many there were.
    template <auto... Member, detail::any_range R>
    std::size_t upsert(R&& rows) {
        using T = detail::range_value<R>;
        static_assert(detail::say<detail::upsert_sentence<T, Member...>>());
        if constexpr (detail::upsert_sentence<T, Member...>::value.empty()) {
            static_assert(is_supported<T>);
            return visit([&](auto& native) { return upsert_range<Member...>(native, rows); });
        } else {
            return 0;
        }
    }

    /// The row with this primary key: `conn.get<User>(1)`; one value for each column of the key.
    template <class T, class... K>
    [[nodiscard]] std::optional<T> get(K const&... key) {
        using sentence = detail::key_sentence<T, std::decay_t<K const>...>;
        static_assert(detail::say<sentence>());
        if constexpr (sentence::value.empty()) {
            static_assert(is_supported<T>);
            return visit([&](auto& native) { return detail::get<T>(native, key...); });
        } else {
            return std::nullopt;
        }
    }
    /// Writes all columns of the row with this object's primary key. Throws not_found if there is none.
    template <class T>
    requires(!detail::is_update<T> && !detail::any_range<T>) void update(T const& object) {
        static_assert(detail::say<detail::keyless_sentence<T>>());
        if constexpr (detail::keyless_sentence<T>::value.empty()) {
            visit([&](auto& native) { detail::update_one(native, object); });
        }
    }
    /// Updates all rows of a range or none, each by its primary key. Returns how many; throws not_found if
    /// one isn't there.
    template <detail::any_range R>
    requires(!detail::is_update<R>) std::size_t update(R&& rows) {
        using sentence = detail::keyed_row_sentence<detail::range_value<R>>;
        static_assert(detail::say<sentence>());
        if constexpr (sentence::value.empty()) {
            return visit([&](auto& native) { return update_range(native, rows); });
        } else {
            return 0;
        }
    }
    /// Erases all rows of a range, each by its primary key; returns how many were there.
    template <detail::any_range R>
    requires(!detail::is_erase<R>) std::size_t erase(R&& rows) {
        using sentence = detail::keyed_row_sentence<detail::range_value<R>>;
        static_assert(detail::say<sentence>());
        if constexpr (sentence::value.empty()) {
            return visit([&](auto& native) { return erase_range(native, rows); });
        } else {
            return 0;
        }
    }
    /// Removes the row with this object's primary key; false if there was none.
    template <class T>
    requires(!detail::is_erase<T> && !detail::any_range<T>) bool erase(T const& object) {
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
                return detail::erase_by_key<T>(native, [&](auto& s) { detail::bind_key<T>(s, key...); });
            });
        } else {
            return false;
        }
    }

    // ---- queries
    // -----------------------------------------------------------------------------------------------

    /// All rows of a select, as a vector.
    template <class Select>
    requires detail::gives_rows<Select>
    [[nodiscard]] auto all(Select const& query) {
        static_assert(detail::keeps_rows<Select>());
        return run<std::vector<typename Select::result_type>>(
            query, [&](auto& native) { return detail::all(native, query); });
    }
    template <class Other>
    requires(!detail::gives_rows<Other>) auto all(Other const&) { return detail::refuse_rows<Other>(); }
    template <class Other>
    requires(!detail::gives_rows<Other>) auto first(Other const&) { return detail::refuse_rows<Other>(); }
    template <class Other>
    requires(!detail::gives_rows<Other>) auto one(Other const&) { return detail::refuse_rows<Other>(); }
    /// The first row, if there is one.
    template <class Select>
    requires detail::gives_rows<Select>
    [[nodiscard]] auto first(Select const& query) {
        static_assert(detail::keeps_rows<Select>());
        return run<std::optional<typename Select::result_type>>(
            query, [&](auto& native) { return detail::first(native, query); });
    }
    /// The only row. Throws not_found when there is none, misuse when there are several.
    template <class Select>
    requires detail::gives_rows<Select>
    [[nodiscard]] auto one(Select const& query) {
        static_assert(detail::keeps_rows<Select>());
        return run<typename Select::result_type>(query,
                                                 [&](auto& native) { return detail::one(native, query); });
    }
    /// The value of the first row of a query with one column; empty without a row, and for NULL. A query that
    /// always has one row, such as select(count()), gives its value itself.
    ///
    ///     std::int64_t users = conn.scalar(select(count()).from<User>());
    ///     std::optional<std::string> name = conn.scalar(select(col<&User::name>).where(col<&User::id> ==
    ///     1));
    template <class Select>
    requires detail::gives_rows<Select>
    [[nodiscard]] auto scalar(Select const& query) {
        static_assert(detail::is_one_column<Select>,
                      "athanor: scalar() takes a query with one column: select only that one, or ask for "
                      "first()");
        if constexpr (detail::always_one_row<Select>) {
            return one(query);
        } else {
            return detail::flattened(first(query));
        }
    }
    /// Several statements in one round trip (PostgreSQL; SQLite has none to save), all of them or none: a
    /// std::vector of the rows of each that gives rows, of the others how many rows they changed.
    ///
    ///     auto [user, orders] = conn.pipeline(select<User>().where(col<&User::id> == 1),
    ///                                         select<Order>().where(col<&Order::user_id> == 1));
    template <class... Query>
    requires(sizeof...(Query) > 0 &&
             (expression::any_statement<Query> && ...)) auto pipeline(Query const&... queries) {
        using answers = std::tuple<detail::answer_of<Query>...>;
        return run<answers>(detail::pipelined<Query...>{},
                            [&](auto& native) { return run_pipeline(native, queries...); });
    }
    /// How many rows the select would give.
    template <class Select>
    requires detail::is_select<Select>
    [[nodiscard]] std::int64_t count(Select const& query) {
        return run<std::int64_t>(query, [&](auto& native) {
            return detail::scalar_of<std::int64_t>(native, detail::count_of<Select>{query});
        });
    }
    /// Would the select give any row?
    template <class Select>
    requires detail::is_select<Select>
    [[nodiscard]] bool exists(Select const& query) {
        return run<bool>(query, [&](auto& native) {
            return detail::scalar_of<bool>(native, detail::exists_of<Select>{query});
        });
    }
    /// The rows one by one, in constant memory. The connection must outlive the stream.
    template <class Select>
    requires detail::gives_rows<Select>
    [[nodiscard]] auto stream(Select const& query) & {
        if constexpr (sizeof...(Back) == 1) {
            using stream_type = row_stream<Select, native_of<Back>...>;
            return run<stream_type>(query, [&](auto& native) { return detail::stream(native, query); });
        } else {
            using stream_type = any_row_stream<Select, native_of<Back>...>;
            return run<stream_type>(query,
                                    [&](auto& native) { return stream_type{detail::stream(native, query)}; });
        }
    }
    template <class Select>
    auto stream(Select const& query) && = delete;

    /// How the database would run a statement: `std::cout << conn.explain(query).text();`. With
    /// explain_mode::analyze it is run, and whatever it changes is rolled back (PostgreSQL only).
    template <class Statement>
    requires expression::any_statement<Statement>
    [[nodiscard]] query_plan explain(Statement const& query, explain_mode mode = explain_mode::plan) {
        bool const analyze = mode == explain_mode::analyze;
        return run<query_plan>(query, [&]<class Native>(Native& native) {
            if (!analyze) {
                return detail::explain(native, query, false);
            }
            if constexpr (Native::dialect_of == dialect_id::sqlite) {
                throw error{
                    error_kind::unsupported,
                    "SQLite has no EXPLAIN ANALYZE: ask for the plan, and echo() shows how long it took"};
            } else {
                athanor::transaction tx{native}; // rolled back
                return detail::explain(native, query, true);
            }
        });
    }

    /// Adds rows by a statement; returns how many. One with returning() is asked by all() and the others.
    template <class Insert>
    requires detail::is_insert<Insert> std::int64_t insert(Insert const& statement) {
        return run<std::int64_t>(statement, [&](auto& native) { return detail::change(native, statement); });
    }
    /// Changes many rows; returns how many.
    template <class Update>
    requires detail::is_update<Update> std::int64_t update(Update const& statement) {
        return run<std::int64_t>(statement, [&](auto& native) { return detail::change(native, statement); });
    }
    /// Removes many rows; returns how many.
    template <class Erase>
    requires detail::is_erase<Erase> std::int64_t erase(Erase const& statement) {
        return run<std::int64_t>(statement, [&](auto& native) { return detail::change(native, statement); });
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
    [[nodiscard]] athanor::transaction transaction(transaction_options const& options = {}) & {
        return athanor::transaction{back(), options};
    }
    /// Runs a function in a transaction and commits; the whole again if it lost a race (busy, serialization,
    /// deadlock). The function may take the transaction, which knows the number of the attempt.
    template <class F>
    auto transact(F&& function, retry_policy const& policy = {}) {
        return detail::transact(back(), std::forward<F>(function), policy);
    }
    [[nodiscard]] bool in_transaction() { return back().in_transaction(); }

    // ---- notifications (PostgreSQL)

    /// Asks for the notifications of a channel; kept when the connection is opened again after it broke.
    void listen(std::string_view channel) {
        served([&](auto& native) { native.listen(channel); });
    }
    void unlisten(std::string_view channel) {
        served([&](auto& native) { native.unlisten(channel); });
    }
    /// Sends a notification when the transaction commits; at once outside of one.
    void notify(std::string_view channel, std::string_view payload = {}) {
        served([&](auto& native) { native.notify(channel, payload); });
    }
    /// The next notification, or nothing when none came in time.
    [[nodiscard]] std::optional<notification> wait_for_notification(std::chrono::milliseconds timeout) {
        std::optional<notification> out;
        served([&](auto& native) { out = native.wait_for_notification(timeout); });
        return out;
    }

    // ---- the schema, without history
    // ---------------------------------------------------------------------------

    /// Creates the tables of a metadata that aren't there yet, with their indexes, in one transaction. Needs
    /// <athanor/create_all.hpp>.
    template <class Metadata>
    void create_all() {
        with_schema<Metadata>([&](auto maker) { maker.create(back()); });
    }
    /// Drops them, rows and all.
    template <class Metadata>
    void drop_all() {
        with_schema<Metadata>([&](auto maker) { maker.drop(back()); });
    }

    // ---- the rest
    // ----------------------------------------------------------------------------------------------

    /// Stops the statement that another thread runs on this connection; that statement throws interrupted.
    /// The only member that may be called while the connection is in use.
    void cancel() { back().cancel(); }
    /// Does the connection work, as far as can be seen without asking? With `ask` the database is asked.
    [[nodiscard]] bool alive(bool ask = true) { return back().alive(ask); }
    /// As it was when it was opened: no transaction, no settings, no locks. Pools do it when one comes back.
    void reset_session() { back().reset_session(); }

    /// The run-time face that migrations use.
    [[nodiscard]] athanor::database& database() { return back(); }
    /// Shows each statement's text (with placeholders, never values) before it runs. The callback must not
    /// use this connection.
    void on_statement(statement_callback callback) { back().log().set(std::move(callback)); }
    /// Shows each statement after it ran: text, parameter types, how long it took, how many rows. Values are
    /// shown only when asked for: they are what the rows hold. The callback must not use this connection;
    /// what it throws is swallowed.
    ///
    ///     conn.on_event([](orm::statement_event const& e) { histogram.add(e.sql, e.duration); });
    void on_event(event_callback callback, logged_values values = logged_values::hidden) {
        back().log().set(std::move(callback), values);
    }
    /// The same as lines on stderr or another stream, for a look at what a program does. `echo(nullptr)` ends
    /// it.
    void echo(std::FILE* to = stderr, logged_values values = logged_values::hidden) {
        if (to == nullptr) {
            on_event({});
        } else {
            on_event([to](statement_event const& event) { detail::echo_line(to, event); }, values);
        }
    }
    /// Shows what a server says beside its answers (NOTICE, WARNING, ...); SQLite never says anything. The
    /// callback must not use this connection.
    void on_notice(notice_callback callback) { back().on_notice(std::move(callback)); }

private:
    friend struct detail::statement_checker;

    // What makes tables is a third of what a program that only asks would have to compile.
    template <class Metadata, class F>
    void with_schema(F&& f) {
        constexpr bool known = requires {
            sizeof(detail::schema_maker<Metadata>);
        };
        static_assert(known, "athanor: create_all() and drop_all() need #include <athanor/create_all.hpp>");
        if constexpr (known) {
            f(detail::schema_maker<Metadata>{});
        }
    }

    template <class B>
    using native_of = typename detail::backend_of<B>::type;
    using storage = detail::any_backend<Back...>;

    // A model that the only database of the program can't hold doesn't compile; where several are listed it
    // is an error of kind unsupported when that one is met.
    template <class T>
    static constexpr bool is_supported = [] {
        if constexpr (sizeof...(Back) == 1) { // `||` would say it all the same
            return ((detail::say<detail::capability_sentence<Back::dialect, T>>() || true) && ...);
        } else {
            return true;
        }
    }();

    // Runs f for the back end that it is. A mistake of the statement, or what the only database of the
    // program lacks, is one error of the compiler; where several are listed what this one lacks is
    // unsupported.
    template <class Result, class Statement, class F>
    auto run(Statement const&, F&& f) { // not Result: clang names the user's line only of what it needs now
        using sentence = detail::use_sentence<Statement, Back...>;
        static_assert(detail::say<sentence>());
        if constexpr (!sentence::value.empty()) { // said already
            return detail::not_compiled<Result>();
        } else if constexpr (sizeof...(Back) == 1) {
            return static_cast<Result>(f(native()));
        } else {
            return visit([&]<class Native>(Native& native) -> Result {
                constexpr auto const& lack = detail::lacks_sentence<Native::dialect_of, Statement>::value;
                if constexpr (lack.empty()) {
                    return f(native);
                } else {
                    throw error{error_kind::unsupported, std::string{lack.view()}};
                }
            });
        }
    }

    // For what only some back ends have.
    template <class F>
    void served(F&& f) {
        constexpr bool any = (has_notifications<native_of<Back>> || ...);
        static_assert(any, "athanor: SQLite has no LISTEN and NOTIFY: list postgresql in connect<...>");
        visit([&]<class Native>(Native& native) {
            if constexpr (has_notifications<Native>) {
                f(native);
            } else if constexpr (any) {
                throw error{error_kind::unsupported, "this database has no LISTEN and NOTIFY"};
            }
        });
    }
    template <class Native>
    static constexpr bool has_notifications = requires(Native& n) {
        n.listen(std::string_view{});
    };

    // Which back end it is, is asked once per call; all after that is typed.
    template <class F>
    decltype(auto) visit(F&& f) {
        if constexpr (sizeof...(Back) == 1) {
            return f(native());
        } else {
            return std::visit([&](auto& p) -> decltype(auto) { return f(there(p)); }, native_);
        }
    }
    [[nodiscard]] auto& native() { return there(std::get<0>(native_)); }
    template <class Native>
    [[nodiscard]] static Native& there(std::unique_ptr<Native> const& pointer) {
        if (pointer == nullptr) [[unlikely]] {
            throw_moved_from();
        }
        return *pointer;
    }
    [[noreturn, gnu::cold, gnu::noinline]] static void throw_moved_from() {
        throw error{error_kind::misuse, "this connection was moved from"};
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
