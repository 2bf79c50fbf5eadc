#pragma once
// SPDX-License-Identifier: BSL-1.0
// One SQLite connection as the engine uses it: the handle, a slot per kind of statement, and the run-time
// face.

#include <athanor/dialect/back_end.hpp>
#include <athanor/driver/sqlite/codec.hpp>
#include <athanor/driver/sqlite/handle.hpp>
#include <athanor/driver/sqlite/parameters.hpp>
#include <athanor/driver/sqlite/statement.hpp>
#include <athanor/engine/backend.hpp>
#include <athanor/engine/slot.hpp>
#include <athanor/engine/text_slots.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::detail {

struct begin_slot;
struct commit_slot;
struct rollback_slot;

/// The back end of `sqlite` in connect<sqlite>.
class sqlite_backend final : public backend {
public:
    explicit sqlite_backend(url const& where)
        : handle_{sqlite_options_of(where)} {}
    explicit sqlite_backend(sqlite_options const& options)
        : handle_{options} {}
    sqlite_backend(sqlite_backend const&) = delete;
    sqlite_backend& operator=(sqlite_backend const&) = delete;
    ~sqlite_backend() override = default;

    // ---- the seam to typed statements
    // ------------------------------------------------------------------------

    /// A prepared statement for the time of one call or one stream; goes back to its slot reset.
    class lease {
    public:
        lease(lease&& other) noexcept
            : owner_{std::exchange(other.owner_, nullptr)}
            , slot_{other.slot_}
            , statement_{std::move(other.statement_)} {}
        lease& operator=(lease&& other) noexcept {
            if (this != &other) {
                give_back();
                owner_ = std::exchange(other.owner_, nullptr);
                slot_ = other.slot_;
                statement_ = std::move(other.statement_);
            }
            return *this;
        }
        ~lease() { give_back(); }
        [[nodiscard]] sqlite_statement* operator->() noexcept { return &statement_; }
        [[nodiscard]] sqlite_statement& operator*() noexcept { return statement_; }

    private:
        friend class sqlite_backend;
        lease(sqlite_backend* owner, std::size_t slot, sqlite_statement&& statement) noexcept
            : owner_{owner}
            , slot_{slot}
            , statement_{std::move(statement)} {}
        void give_back() noexcept {
            if (owner_ == nullptr || owner_->handle_.carried_across_fork()) [[unlikely]] {
                return;
            }
            statement_.reset();
            if (slot_ != no_slot) [[likely]] {
                owner_->slots_[slot_].take_if_empty(statement_);
            }
            owner_ = nullptr;
        }
        sqlite_backend* owner_;
        std::size_t slot_;
        sqlite_statement statement_;
    };

    static constexpr dialect_id dialect_of = dialect_id::sqlite;

    /// Is a statement waiting in this slot?
    [[nodiscard]] bool has(std::size_t slot) const noexcept {
        return slot < slots_.size() && static_cast<bool>(slots_[slot]);
    }
    [[nodiscard]] lease take(std::size_t slot) noexcept { return lease{this, slot, std::move(slots_[slot])}; }
    /// The statement of a slot, prepared at its first use and whenever the slot's own is at work in a stream.
    [[nodiscard]] lease prepared(std::size_t slot, std::string_view sql) {
        if (has(slot)) [[likely]] {
            return take(slot);
        }
        sqlite_statement statement{handle_, sql, slot != no_slot};
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
            slots_[slot] = sqlite_statement{};
        }
    }
    /// The same, if it is of another text: a stream may give one back when its place is another's.
    void forget_other(std::size_t slot, std::string_view sql) noexcept {
        if (has(slot) && slots_[slot].sql() != sql) {
            forget(slot);
        }
    }

    [[nodiscard]] std::int64_t last_key() const noexcept { return sqlite3_last_insert_rowid(handle_.get()); }
    /// Of one statement.
    [[nodiscard]] std::size_t most_parameters() const noexcept {
        return static_cast<std::size_t>(sqlite3_limit(handle_.get(), SQLITE_LIMIT_VARIABLE_NUMBER, -1));
    }
    [[nodiscard]] sqlite_handle& handle() noexcept { return handle_; }
    [[nodiscard]] sqlite_handle const& handle() const noexcept { return handle_; }
    [[nodiscard]] sqlite_handle::in_use enter() const { return sqlite_handle::in_use{handle_}; }

    void begin(transaction_options const& options) override {
        switch (options.mode) {
        case transaction_mode::immediate:
            run(slot_of<begin_slot>(), "BEGIN IMMEDIATE");
            break;
        case transaction_mode::deferred:
            execute_script("BEGIN DEFERRED");
            break;
        case transaction_mode::exclusive:
            execute_script("BEGIN EXCLUSIVE");
            break;
        }
    }
    void commit() override { run(slot_of<commit_slot>(), "COMMIT"); }
    void rollback() override { run(slot_of<rollback_slot>(), "ROLLBACK"); }
    void savepoint(std::string_view sql) override { run_script(sql); }
    [[nodiscard]] bool alive(bool) noexcept override { return !handle_.carried_across_fork(); }
    void reset_session() override {
        if (in_transaction()) {
            rollback();
        }
        transactions().close(0);
    }
    void cancel() override { sqlite3_interrupt(handle_.get()); }

    // ---- the run-time face
    // -----------------------------------------------------------------------------------

    [[nodiscard]] dialect_id dialect() const noexcept override { return dialect_id::sqlite; }
    [[nodiscard]] std::string display_name() const override { return handle_.options().display; }
    [[nodiscard]] bool in_transaction() const override { return handle_.in_transaction(); }
    [[nodiscard]] bool pooled() const noexcept override { return false; }
    [[nodiscard]] std::unique_ptr<database> open_another() const override {
        if (handle_.in_memory()) {
            throw error{error_kind::unsupported, "a database in memory has one connection only"};
        }
        return std::make_unique<sqlite_backend>(handle_.options());
    }

    std::int64_t execute(std::string_view sql, std::span<cell const> parameters = {}) override {
        raw_statement const raw{sql, parameters};
        statement_watch const watch{log(), raw};
        auto const guard = enter();
        auto statement = bound(sql, parameters);
        std::int64_t const before = sqlite3_total_changes64(handle_.get());
        while (statement->step()) {
        }
        // changes() keeps the figure of an older statement when this one changes no rows (DDL, SELECT).
        return sqlite3_total_changes64(handle_.get()) == before ? 0 : statement->changes();
    }
    void execute_script(std::string_view sql) override { run_script(sql); }
    [[nodiscard]] row_set query(std::string_view sql, std::span<cell const> parameters = {}) override {
        raw_statement const raw{sql, parameters};
        statement_watch const watch{log(), raw};
        auto const guard = enter();
        auto statement = bound(sql, parameters);
        row_set out;
        int const columns = statement->column_count();
        for (int c = 0; c < columns; ++c) {
            out.columns.emplace_back(statement->column_name(c));
        }
        while (statement->step()) {
            auto& row = out.rows.emplace_back();
            row.reserve(out.columns.size());
            for (int c = 0; c < columns; ++c) {
                row.push_back(read_cell(*statement, c));
            }
        }
        return out;
    }

private:
    // A statement of athanor's own without parameters and rows, prepared once per connection.
    void run(std::size_t slot, std::string_view sql) {
        auto const guard = enter();
        auto statement = prepared(slot, sql);
        statement_watch const watch{log(), *statement};
        while (statement->step()) {
        }
    }
    [[nodiscard]] lease bound(std::string_view sql, std::span<cell const> parameters) {
        auto statement = prepared(no_slot, sql);
        if (static_cast<std::size_t>(statement->parameter_count()) != parameters.size()) {
            throw error{error_kind::misuse,
                        "the statement has " + std::to_string(statement->parameter_count()) +
                            " parameters and " + std::to_string(parameters.size()) + " values were given"}
                .with_statement(sql);
        }
        int at = 0;
        for (cell const& value : parameters) {
            ++at;
            bind_cell(*statement, statement->position_of(at), value, bound_memory::outlives_statement);
        }
        return statement;
    }
    void run_script(std::string_view sql) {
        raw_statement const raw{sql, {}};
        statement_watch const watch{log(), raw};
        auto const guard = enter();
        char const* rest = sql.data();
        while (rest != sql.data() + sql.size()) {
            sqlite_statement statement = sqlite_statement::next(handle_, sql, rest);
            while (statement && statement.step()) {
            }
        }
    }

    sqlite_handle handle_; // declared first: statements are finalized before it closes
    std::vector<sqlite_statement> slots_;
    text_slots texts_;
};

template <>
struct backend_of<sqlite> {
    using type = sqlite_backend;
    static constexpr std::string_view schemes[] = {"sqlite"};
};

} // namespace athanor::detail
