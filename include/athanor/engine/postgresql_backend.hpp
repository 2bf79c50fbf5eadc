#pragma once
// SPDX-License-Identifier: BSL-1.0
// One PostgreSQL connection as the engine uses it: the session, a slot per kind of statement, the run-time
// face, and what only a server has.

#include <athanor/dialect/back_end.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/driver/postgresql/cells.hpp>
#include <athanor/driver/postgresql/parameters.hpp>
#include <athanor/driver/postgresql/session.hpp>
#include <athanor/driver/postgresql/statement.hpp>
#include <athanor/driver/url.hpp>
#include <athanor/engine/backend.hpp>
#include <athanor/engine/notification.hpp>
#include <athanor/engine/slot.hpp>
#include <athanor/engine/text_slots.hpp>

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::detail {

/// The back end of `postgresql` in connect<postgresql>.
class postgresql_backend final : public backend {
public:
    explicit postgresql_backend(url const& where)
        : session_{pg_options_of(where)} {}
    explicit postgresql_backend(pg_options const& options)
        : session_{options} {}
    postgresql_backend(postgresql_backend const&) = delete;
    postgresql_backend& operator=(postgresql_backend const&) = delete;
    ~postgresql_backend() override = default;

    // ---- the seam to typed statements

    /// A prepared statement for the time of one call or one stream; goes back to its slot reset.
    class lease {
    public:
        lease(lease&& other) noexcept = default;
        lease& operator=(lease&& other) noexcept {
            if (this != &other) {
                give_back();
                owner_ = other.owner_;
                slot_ = other.slot_;
                statement_ = std::move(other.statement_);
            }
            return *this;
        }
        ~lease() { give_back(); }
        [[nodiscard]] pg_statement* operator->() noexcept { return statement_.get(); }
        [[nodiscard]] pg_statement& operator*() noexcept { return *statement_; }

    private:
        friend class postgresql_backend;
        lease(postgresql_backend* owner, std::size_t slot, std::unique_ptr<pg_statement> statement) noexcept
            : owner_{owner}
            , slot_{slot}
            , statement_{std::move(statement)} {}
        void give_back() noexcept {
            if (statement_ == nullptr) [[unlikely]] {
                return;
            }
            statement_->reset();
            if (slot_ != no_slot) [[likely]] {
                if (auto& kept = owner_->slots_[slot_]; kept == nullptr) [[likely]] {
                    kept.swap(statement_);
                    return;
                }
            }
            statement_.reset();
        }
        postgresql_backend* owner_;
        std::size_t slot_;
        std::unique_ptr<pg_statement> statement_;
    };

    static constexpr dialect_id dialect_of = dialect_id::postgresql;

    [[nodiscard]] bool has(std::size_t slot) const noexcept {
        return slot < slots_.size() && slots_[slot] != nullptr;
    }
    [[nodiscard]] lease take(std::size_t slot) {
        lease out{this, slot, std::move(slots_[slot])};
        out->make_ready();
        return out;
    }
    [[nodiscard]] lease prepared(std::size_t slot, std::string_view sql) {
        if (has(slot)) [[likely]] {
            return take(slot);
        }
        auto statement = std::make_unique<pg_statement>(session_, sql, slot != no_slot);
        if (slot != no_slot && slot >= slots_.size()) {
            slots_.resize(slot + 1); // so that giving it back can't fail
        }
        return lease{this, slot, std::move(statement)};
    }
    /// The statement of a text that was made at run time.
    [[nodiscard]] lease prepared_text(std::string_view sql) { return texts_.prepared(*this, sql); }
    /// Frees the statement that waits in a slot.
    void forget(std::size_t slot) noexcept {
        if (has(slot)) {
            slots_[slot].reset();
        }
    }
    /// The same, if it is of another text: a stream may give one back when its place is another's.
    void forget_other(std::size_t slot, std::string_view sql) noexcept {
        if (has(slot) && slots_[slot]->sql() != sql) {
            forget(slot);
        }
    }

    [[nodiscard]] pg_session& session() noexcept { return session_; }
    [[nodiscard]] pg_handle& handle() noexcept { return session_.handle(); }

    /// Held for one call. A connection that broke outside a transaction is opened again here.
    [[nodiscard, gnu::always_inline]] pg_handle::in_use enter() {
        if (!session_.handle().ok() && !session_.is_reading()) [[unlikely]] {
            revive();
        }
        return pg_handle::in_use{session_.handle()};
    }

    // ---- transactions

    void begin(transaction_options const& options) override {
        switch (options.level) {
        case isolation::by_default:
            (void)run_text("BEGIN", {});
            break;
        case isolation::read_committed:
            (void)run_text("BEGIN ISOLATION LEVEL READ COMMITTED", {});
            break;
        case isolation::repeatable_read:
            (void)run_text("BEGIN ISOLATION LEVEL REPEATABLE READ", {});
            break;
        case isolation::serializable:
            (void)run_text("BEGIN ISOLATION LEVEL SERIALIZABLE", {});
            break;
        }
    }
    void commit() override { (void)run_text("COMMIT", {}); }
    void rollback() override { (void)run_text("ROLLBACK", {}); }
    void savepoint(std::string_view sql) override { (void)run_text(sql, {}); }

    // ---- for pools and other threads

    [[nodiscard]] bool alive(bool ask) noexcept override {
        auto& handle = session_.handle();
        if (handle.carried_across_fork() || !handle.ok()) {
            return false;
        }
        try {
            session_.settle();
            if (handle.peer_closed()) {
                return false;
            }
            if (ask) {
                (void)run_text("SELECT 1", {});
            }
            return handle.ok();
        } catch (...) {
            return false;
        }
    }
    void reset_session() override {
        if (in_transaction()) {
            rollback();
        }
        transactions().close(0);
        if (std::exchange(touched_, false)) {
            channels_.clear();
            auto const guard = enter();
            session_.handle().reset_session();
        }
    }
    void on_notice(notice_callback callback) override { session_.handle().on_notice(std::move(callback)); }
    void cancel() override { session_.handle().cancel(); }

    // ---- LISTEN and NOTIFY

    void listen(std::string_view channel) {
        touched_ = true;
        (void)run_text("LISTEN " + quote_identifier(channel), {});
        if (std::ranges::find(channels_, channel) == channels_.end()) {
            channels_.emplace_back(channel);
        }
    }
    void unlisten(std::string_view channel) {
        (void)run_text("UNLISTEN " + quote_identifier(channel), {});
        std::erase(channels_, channel);
    }
    void notify(std::string_view channel, std::string_view payload) {
        cell const values[] = {std::string{channel}, std::string{payload}};
        (void)run_text("SELECT pg_catalog.pg_notify($1, $2)", values);
    }
    [[nodiscard]] std::optional<notification> wait_for_notification(std::chrono::milliseconds timeout) {
        auto const guard = enter();
        session_.settle();
        auto const deadline = std::chrono::steady_clock::now() + timeout;
        for (;;) {
            if (PQconsumeInput(session_.get()) == 0) {
                throw session_.failure(nullptr);
            }
            if (std::unique_ptr<PGnotify, decltype(&PQfreemem)> const got{PQnotifies(session_.get()),
                                                                          &PQfreemem}) {
                return notification{got->relname, got->extra, got->be_pid};
            }
            auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(
                deadline - std::chrono::steady_clock::now());
            if (left.count() <= 0) {
                return std::nullopt;
            }
            ::pollfd waiting{PQsocket(session_.get()), POLLIN, 0};
            constexpr std::int64_t longest = 3'600'000;
            ::poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left.count() + 1, longest)));
        }
    }

    // ---- the run-time face

    [[nodiscard]] dialect_id dialect() const noexcept override { return dialect_id::postgresql; }
    [[nodiscard]] std::string display_name() const override { return session_.handle().options().display; }
    [[nodiscard]] bool in_transaction() const override {
        switch (session_.transaction_status()) {
        case PQTRANS_IDLE:
        case PQTRANS_UNKNOWN: // the connection is gone, and the transaction with it
            return false;
        default:
            return true;
        }
    }
    [[nodiscard]] bool pooled() const noexcept override { return session_.handle().pooled(); }
    [[nodiscard]] std::unique_ptr<database> open_another() const override {
        return std::make_unique<postgresql_backend>(session_.handle().options());
    }

    std::int64_t execute(std::string_view sql, std::span<cell const> parameters = {}) override {
        touched_ = true;
        pg_result const result = run_text(sql, parameters);
        return PQresultStatus(result.get()) == PGRES_COMMAND_OK ? changed_by(result.get()) : 0;
    }
    [[nodiscard]] row_set query(std::string_view sql, std::span<cell const> parameters = {}) override {
        touched_ = true;
        return rows_of(run_text(sql, parameters).get());
    }
    void execute_script(std::string_view sql) override {
        touched_ = true;
        raw_statement const raw{sql, {}};
        statement_watch const watch{log(), raw};
        auto const guard = enter();
        session_.settle();
        std::string const text = terminated(sql);
        finish(pg_result{PQexec(session_.get(), text.c_str())}, sql);
    }

private:
    [[nodiscard]] static std::string terminated(std::string_view sql) {
        if (sql.find('\0') != std::string_view::npos) {
            throw error{error_kind::invalid_text, "the SQL text holds a NUL, where libpq would stop reading"};
        }
        return std::string{sql};
    }
    [[nodiscard]] pg_result run_text(std::string_view sql, std::span<cell const> parameters) {
        raw_statement const raw{sql, parameters};
        statement_watch const watch{log(), raw};
        cell_parameters const values{parameters};
        std::string const text = terminated(sql);
        auto const guard = enter();
        session_.settle();
        bool const commits = is_commit(sql);
        pg_result result{PQexecParams(session_.get(), text.c_str(), values.count(), nullptr, values.values(),
                                      values.lengths(), values.formats(), 0)};
        if (commits) {
            judge_commit(result.get(), sql);
        }
        finish(result, sql);
        return result;
    }
    void finish(pg_result const& result, std::string_view sql) {
        if (is_copy(result.get())) {
            end_copy();
            throw error{error_kind::misuse,
                        "COPY with the client can't be run here: insert() of a range uses it by "
                        "itself"}
                .with_statement(sql);
        }
        if (!succeeded(result.get())) {
            throw session_.failure(result.get(), sql);
        }
    }
    void end_copy() {
        PQputCopyEnd(session_.get(), "not supported here");
        char* row = nullptr;
        while (PQgetCopyData(session_.get(), &row, 0) > 0) {
            PQfreemem(row);
        }
        while (pg_result const rest{PQgetResult(session_.get())}) {
        }
    }

    [[nodiscard]] static bool is_commit(std::string_view sql) noexcept {
        auto const begins = [&](std::string_view word) {
            for (std::size_t i = 0; i < word.size(); ++i) {
                if (i >= sql.size() || (sql[i] | 0x20) != word[i]) {
                    return false;
                }
            }
            return sql.size() == word.size() || sql[word.size()] == ' ' || sql[word.size()] == ';';
        };
        return begins("commit") || begins("end");
    }
    // A COMMIT is believed by its tag: in a failed transaction the server answers it with ROLLBACK, and no
    // error.
    void judge_commit(PGresult* result, std::string_view sql) {
        if (PQresultStatus(result) == PGRES_COMMAND_OK) {
            if (std::string_view{PQcmdStatus(result)} == "ROLLBACK") {
                throw error{error_kind::transaction_rolled_back,
                            "an earlier statement of the transaction failed, so COMMIT rolled it back: "
                            "nothing of it was "
                            "kept"};
            }
            return;
        }
        error const failure = session_.failure(result, sql);
        if (failure.kind() == error_kind::connection_lost) {
            throw error{error_kind::outcome_unknown,
                        "the connection broke while the answer to COMMIT was awaited: look "
                        "whether the changes are there before you repeat them"}
                .with_origin(failure);
        }
        throw failure;
    }

    [[gnu::cold, gnu::noinline]] void revive() {
        if (transactions().size() > 0) {
            throw error{error_kind::connection_lost, "the connection broke in this transaction, and nothing "
                                                     "of it was kept: leave the transaction, "
                                                     "and the next statement connects again"};
        }
        session_.reconnect();
        for (auto const& channel : channels_) {
            pg_result const result{PQexec(session_.get(), ("LISTEN " + quote_identifier(channel)).c_str())};
        }
    }

    pg_session session_; // declared first: statements go before it
    std::vector<std::unique_ptr<pg_statement>> slots_;
    text_slots texts_;
    std::vector<std::string> channels_;
    bool touched_ = false; // by SQL of the user's own, which may have changed settings
};

template <>
struct backend_of<postgresql> {
    using type = postgresql_backend;
    static constexpr std::string_view schemes[] = {"postgresql"}; // parse_url reads postgres:// as the same
};

} // namespace athanor::detail
