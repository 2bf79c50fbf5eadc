#pragma once
// SPDX-License-Identifier: BSL-1.0
// One prepared PostgreSQL statement: parameters and rows in binary, all rows at once or one by one. Borrows
// the session, and stays where it is in memory.

#include <athanor/dialect/dialect_id.hpp>
#include <athanor/driver/bind.hpp>
#include <athanor/driver/postgresql/bound_values.hpp>
#include <athanor/driver/postgresql/codec.hpp>
#include <athanor/driver/postgresql/row.hpp>
#include <athanor/driver/postgresql/session.hpp>
#include <athanor/value/bytes.hpp>
#include <athanor/value/field.hpp>
#include <athanor/value/string.hpp>

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace athanor::detail {

class pg_statement final : public pg_row, private pg_reader {
public:
    static constexpr dialect_id dialect = dialect_id::postgresql;

    /// `kept`: prepared on the server under a name of its own, to be run many times.
    pg_statement(pg_session& session, std::string_view sql, bool kept)
        : session_{session}
        , sql_{sql}
        , kept_{kept && session.keeps_statements()} {
        if (sql_.find('\0') != std::string::npos) {
            throw error{error_kind::invalid_text, "the SQL text holds a NUL"};
        }
        prepare();
    }
    pg_statement(pg_statement const&) = delete;
    pg_statement& operator=(pg_statement const&) = delete;
    [[gnu::noinline]] ~pg_statement() {
        abandon();
        forget_name();
    }

    [[nodiscard]] std::string_view sql() const noexcept { return sql_; }
    [[nodiscard]] int parameter_count() const noexcept { return bound_.count(); }
    [[nodiscard]] pg_type const& parameter_type(int at) const { return bound_.type(place(at)); }

    /// Prepares anew what a reconnect or a changed table has made useless.
    void make_ready() {
        if (stale_ || generation_ != session_.generation()) [[unlikely]] {
            prepare();
        }
    }

    // ---- parameters, from 1

    void bind_null(int at) { bound_.set_null(place(at)); }
    [[gnu::noinline]] void bind(int at, std::string_view text, bound_memory memory) {
        std::size_t const i = place(at);
        if (bound_.type(i).oid == oid_text && memory == bound_memory::outlives_statement &&
            text.size() - 1 < pg_most_bytes && is_plain_ascii(text)) [[likely]] {
            bound_.set_in_place(i, text.data(), text.size());
        } else {
            bind_other_text(i, text, memory);
        }
    }
    template <class V>
    void bind(int at, V const& value, bound_memory memory) {
        if constexpr (std::is_same_v<V, std::string>) {
            bind(at, std::string_view{value}, memory);
        } else {
            std::size_t const i = place(at);
            if constexpr (is_number<V>()) {
                if (bound_.type(i).oid == wire_codec<V>::own) [[likely]] {
                    bound_.set_number(i, number_bits(value));
                    return;
                }
            }
            bind_any(i, value, memory);
        }
    }

    /// Calls f(type, value, is_null) for each parameter as it is bound.
    template <class F>
    void for_each_parameter(F&& f) const {
        for (std::size_t i = 0; i < bound_.size(); ++i) {
            f(bound_.type(i), bound_.get(i), bound_.is_null(i));
        }
    }

    // ---- running

    /// The next execution leaves its rows on the wire and takes them one by one.
    void stream_rows() noexcept { streams_ = true; }

    /// True: a row is there. False: the statement is through.
    [[nodiscard]] bool step() {
        if (state_ == state::ready) {
            start();
        }
        return state_ == state::streaming ? next_streamed() : ++row_ < rows_;
    }
    /// Runs it, and says how many rows there are; not for streams.
    [[nodiscard]] std::size_t row_count() {
        if (state_ == state::ready) {
            start();
        }
        return static_cast<std::size_t>(rows_);
    }
    /// The rows that the last run changed.
    [[nodiscard]] std::int64_t changes() const noexcept {
        return result_ != nullptr ? changed_by(result_.get()) : 0;
    }

    /// Ready to be bound and run again.
    void reset() noexcept {
        if (state_ == state::streaming) [[unlikely]] {
            abandon();
        }
        result_.reset();
        bound_.clear();
        state_ = state::ready;
        streams_ = false;
        row_ = -1;
        rows_ = 0;
    }

    // ---- pipelines

    /// Sends it with the bound values; the connection is in pipeline mode.
    void send() {
        int const sent = send_query();
        if (sent != 1) {
            throw session_.failure(nullptr, sql_);
        }
    }
    /// What was sent isn't needed any more: others can be bound.
    void forget_bound() noexcept { bound_.clear(); }
    /// Takes the answer to one send(); the rows are then read with step().
    void answer(pg_result&& result) {
        if (!succeeded(result.get())) [[unlikely]] {
            fail(result.get());
        }
        keep(result.release());
    }

private:
    enum class state : unsigned char { ready, has_rows, streaming };

    [[nodiscard]] std::size_t place(int at) const {
        auto const i = static_cast<std::size_t>(at) - 1;
        if (i >= bound_.size()) [[unlikely]] {
            throw_too_many();
        }
        return i;
    }
    [[gnu::noinline]] void bind_other_text(std::size_t i, std::string_view text, bound_memory memory) {
        if (memory == bound_memory::outlives_statement && is_sent_in_place(bound_.type(i))) {
            require_pg_text(text);
            bound_.set_in_place(i, text.empty() ? "" : text.data(), text.size());
        } else {
            bind_any(i, text, memory);
        }
    }
    // Kept apart, so that the fast way stays short.
    template <class V>
    [[gnu::noinline]] void bind_any(std::size_t i, V const& value, bound_memory memory) {
        bound_.set(i, encode_value(bound_.scratch(), bound_.type(i), value), memory);
    }
    [[noreturn, gnu::cold, gnu::noinline]] void throw_too_many() const {
        throw error{error_kind::misuse, "the statement has " + std::to_string(bound_.size()) +
                                            " parameters and more values were given"}
            .with_statement(sql_);
    }
    [[nodiscard]] int send_query() {
        return kept_ ? PQsendQueryPrepared(session_.get(), name_.c_str(), bound_.count(), bound_.values(),
                                           bound_.lengths(), bound_.formats(), 1)
                     : PQsendQueryParams(session_.get(), sql_.c_str(), bound_.count(), oids_.data(),
                                         bound_.values(), bound_.lengths(), bound_.formats(), 1);
    }

    // ---- preparing: parse and describe in one round trip

    void prepare() {
        session_.settle();
        forget_name();
        session_.free_forgotten();
        auto* const c = session_.get();
        name_ = kept_ ? session_.new_name() : std::string{};
        stale_ = false;
        pg_result description;
        pg_result failed;
        if (PQenterPipelineMode(c) != 1 || PQsendPrepare(c, name_.c_str(), sql_.c_str(), 0, nullptr) != 1 ||
            PQsendDescribePrepared(c, name_.c_str()) != 1 || PQpipelineSync(c) != 1) {
            error e = session_.failure(nullptr, sql_);
            PQexitPipelineMode(c);
            throw e;
        }
        for (int nulls = 0;
             nulls < 2;) { // each command's results end with NULL; the second is the description
            pg_result result{PQgetResult(c)};
            if (result == nullptr) {
                if (PQstatus(c) != CONNECTION_OK) {
                    break;
                }
                ++nulls;
            } else if (!succeeded(result.get())) {
                if (failed == nullptr && PQresultStatus(result.get()) != PGRES_PIPELINE_ABORTED) {
                    failed = std::move(result);
                }
            } else {
                description = std::move(result);
            }
        }
        bool const lost = PQstatus(c) != CONNECTION_OK;
        if (!lost) {
            pg_result const sync{PQgetResult(c)};
        }
        PQexitPipelineMode(c);
        if (failed != nullptr || lost || description == nullptr) {
            throw session_.failure(failed.get(), sql_);
        }
        generation_ = session_.generation();
        learn(description.get());
    }
    void forget_name() noexcept {
        if (!name_.empty() && generation_ == session_.generation()) {
            session_.forget(std::move(name_));
        }
        name_.clear();
    }
    void learn(PGresult const* description) {
        std::vector<Oid> oids;
        std::vector<pg_type> parameters;
        std::vector<pg_type> columns;
        for (int i = 0; i < PQnparams(description); ++i) {
            oids.push_back(PQparamtype(description, i));
        }
        for (int i = 0; i < PQnfields(description); ++i) {
            columns.push_back(pg_type{static_cast<std::uint32_t>(PQftype(description, i))});
        }
        // Only now: asking the server for a type is a statement of its own.
        for (auto const oid : oids) {
            parameters.push_back(session_.type_of(oid));
        }
        for (auto& type : columns) {
            type = session_.type_of(type.oid);
        }
        expect_columns(std::move(columns));
        if (oids != oids_ || parameters.size() != bound_.size()) { // prepared again: what is bound stays
            bound_.expect(parameters);
            oids_ = std::move(oids);
        }
    }

    // ---- running

    [[gnu::noinline]] void start() {
        session_.settle();
        if (streams_) {
            start_stream();
            return;
        }
        PGresult* result = run();
        if (!succeeded(result)) [[unlikely]] {
            result = run_again(pg_result{result}).release();
        }
        keep(result);
    }
    // What PQexecPrepared does, but without looking first whether an older answer is to be thrown away:
    // settle() has left none.
    [[nodiscard, gnu::always_inline]] inline PGresult* run() {
        auto* const c = session_.get();
        if (send_query() != 1) [[unlikely]] {
            return run_after_all();
        }
        PGresult* const result = PQgetResult(c);
        PGresult* const rest = PQgetResult(c);
        return rest == nullptr ? result : last_of(result, rest);
    }
    // Nothing was sent: libpq still waits for something, such as rows for a COPY, or knows why it can't be.
    [[gnu::cold, gnu::noinline]] PGresult* run_after_all() {
        return kept_ ? PQexecPrepared(session_.get(), name_.c_str(), bound_.count(), bound_.values(),
                                      bound_.lengths(), bound_.formats(), 1)
                     : PQexecParams(session_.get(), sql_.c_str(), bound_.count(), oids_.data(),
                                    bound_.values(), bound_.lengths(), bound_.formats(), 1);
    }
    // An error behind the answer counts, such as the end of the session. COPY would be answered for ever.
    [[gnu::cold, gnu::noinline]] PGresult* last_of(PGresult* result, PGresult* rest) {
        while (rest != nullptr) {
            PQclear(std::exchange(result, rest));
            bool const more = !is_copy(result) && PQstatus(session_.get()) == CONNECTION_OK;
            rest = more ? PQgetResult(session_.get()) : nullptr;
        }
        return result;
    }
    [[gnu::cold, gnu::noinline]] pg_result run_again(pg_result failed) {
        if (!can_prepare_again(failed.get())) {
            fail(failed.get());
        }
        prepare_again();
        pg_result result{run()};
        if (!succeeded(result.get())) {
            fail(result.get());
        }
        return result;
    }
    void keep(PGresult* result) noexcept {
        row_ = -1;
        rows_ = PQntuples(result);
        result_.reset(result);
        state_ = state::has_rows;
    }

    // ALTER TABLE or DISCARD by others: nothing has run, so outside a transaction it may simply run again.
    [[nodiscard]] static bool is_stale(PGresult const* result) noexcept {
        char const* const code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        char const* const where = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
        auto const is = [](char const* text, std::string_view what) {
            return text != nullptr && text == what;
        };
        return is(code, "26000") || (is(code, "0A000") && is(where, "RevalidateCachedQuery"));
    }
    [[nodiscard]] bool can_prepare_again(PGresult const* result) const noexcept {
        return is_stale(result) && session_.transaction_status() == PQTRANS_IDLE;
    }
    void prepare_again() {
        auto const types = oids_;
        prepare();
        if (types != oids_) {
            throw error{error_kind::serialization,
                        "a table of this statement was altered while it ran: run it again"}
                .with_statement(sql_);
        }
    }
    [[noreturn]] void fail(PGresult const* result) {
        if (is_stale(result)) {
            stale_ = true;
            throw error{error_kind::serialization,
                        "a table of this statement was altered since it was prepared: run "
                        "the transaction again"}
                .with_origin(session_.failure(result, sql_))
                .with_statement(sql_);
        }
        throw session_.failure(result, sql_);
    }

    // ---- streams

    void start_stream() {
        auto const before = session_.transaction_status();
        auto* const c = session_.get();
        int const sent = send_query();
        if (sent != 1) {
            throw session_.failure(nullptr, sql_);
        }
        PQsetSingleRowMode(c);
        session_.reading(this, before);
        on_wire_ = true;
        state_ = state::streaming;
    }
    [[nodiscard]] bool next_streamed() {
        result_.reset();
        bool const waits = on_wire_ && buffered_.empty() && generation_ == session_.generation();
        result_.reset(waits ? PQgetResult(session_.get()) : take_buffered());
        row_ = 0;
        return PQresultStatus(result_.get()) == PGRES_SINGLE_TUPLE || end_stream();
    }
    // Another statement wanted the connection: the rows are here, or a reconnect has lost them.
    [[nodiscard, gnu::noinline]] PGresult* take_buffered() {
        if (!buffered_.empty()) {
            pg_result result = std::move(buffered_.front());
            buffered_.pop_front();
            return result.release();
        }
        if (generation_ != session_.generation()) {
            throw error{error_kind::connection_lost,
                        "the connection was opened anew while the rows of this stream were read: read again"}
                .with_statement(sql_);
        }
        return nullptr;
    }
    [[gnu::noinline]] bool end_stream() {
        pg_result const last = std::move(result_);
        finish_wire();
        state_ = state::has_rows;
        row_ = rows_ = 0;
        if (last != nullptr && !succeeded(last.get())) {
            fail(last.get());
        }
        return false;
    }
    void buffer_rest() override {
        while (on_wire_) {
            pg_result result{PQgetResult(session_.get())};
            if (result == nullptr) {
                on_wire_ = false;
            } else {
                buffered_.push_back(std::move(result));
            }
        }
    }
    void finish_wire() noexcept {
        while (on_wire_) {
            pg_result const rest{PQgetResult(session_.get())};
            on_wire_ = rest != nullptr;
        }
        session_.done_reading(this);
    }
    // A loop that was left early. Many rows may be on their way: outside a transaction, which it would end,
    // the server is asked to stop.
    void abandon() noexcept {
        buffered_.clear();
        if (!on_wire_ || session_.handle().carried_across_fork() || generation_ != session_.generation()) {
            on_wire_ = false;
            return;
        }
        constexpr int patience = 1000;
        for (int i = 0; i < patience && on_wire_; ++i) {
            pg_result const rest{PQgetResult(session_.get())};
            on_wire_ = rest != nullptr;
        }
        if (on_wire_ && session_.transaction_status() == PQTRANS_IDLE) {
            session_.handle().cancel();
        }
        finish_wire();
    }

    pg_session& session_;
    std::string sql_;
    std::string name_;
    bool kept_;
    bool stale_ = false;
    bool streams_ = false;
    bool on_wire_ = false;
    state state_ = state::ready;
    std::uint64_t generation_ = 0;
    int rows_ = 0;
    std::vector<Oid> oids_; // as the server says them
    bound_values bound_;
    std::deque<pg_result> buffered_;
};

// ---- what the engine finds by the statement's namespace: values go by their own type, not by a wire type
// ----------

template <class V>
void bind_value(pg_statement& statement, int at, V const& value, bound_memory memory) {
    if constexpr (!std::is_same_v<V, std::string_view>) {
        static_assert(mapped_value<V>,
                      "athanor: this type has no SQL type: specialise athanor::value_traits for it");
    }
    statement.bind(at, value, memory);
}
template <class Field>
void bind_field(pg_statement& statement, int at, Field const& field, bound_memory memory) {
    using traits = field_traits<Field>;
    if constexpr (traits::nullable || traits::is_defaulted) {
        if (auto const* value = traits::get(field); value != nullptr) {
            bind_value(statement, at, *value, memory);
        } else {
            statement.bind_null(at);
        }
    } else {
        bind_value(statement, at, field, memory);
    }
}
/// A value whose type only run time knows: what isn't of the parameter's type goes as text.
inline void bind_cell(pg_statement& statement, int at, cell const& value, bound_memory memory) {
    std::visit(
        [&]<class V>(V const& v) {
            if constexpr (std::is_same_v<V, std::monostate>) {
                statement.bind_null(at);
            } else {
                bind_value(statement, at, v, memory);
            }
        },
        value);
}
template <class Field>
void read_field(pg_statement const& row, int at, Field& field) {
    row.read(at, field);
}

} // namespace athanor::detail
