#pragma once
// SPDX-License-Identifier: BSL-1.0
// Many structs to PostgreSQL: by COPY where nothing has to come back, otherwise many statements a round trip.

#include <athanor/dialect/quote.hpp>
#include <athanor/driver/postgresql/copy.hpp>
#include <athanor/driver/postgresql/pipeline.hpp>
#include <athanor/engine/object_statements.hpp>
#include <athanor/engine/postgresql_backend.hpp>
#include <athanor/engine/ranges.hpp>
#include <athanor/engine/transaction.hpp>
#include <athanor/engine/upsert.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace athanor::detail {

// ---- COPY

/// Takes the place of a statement in bind_row(): each field goes into the row of a COPY.
struct copy_row {
    byte_buffer& out;
    pg_statement const& types;
};
template <class Field>
void bind_field(copy_row& row, int at, Field const& field, bound_memory) {
    put_copy_field(row.out, row.types.parameter_type(at), field);
}
/// The same, to ask whether all fields could.
struct copy_question {
    pg_statement const& types;
    bool possible = true;
};
template <class Field>
void bind_field(copy_question& question, int at, Field const&, bound_memory) {
    question.possible = question.possible && can_copy<Field>(question.types.parameter_type(at));
}

template <class T>
[[nodiscard]] std::string copy_sql(column_mask mask) {
    table_info const& t = describe<T>();
    std::string out = "COPY ";
    if (!t.schema.empty()) {
        out += quote_identifier(t.schema) + '.';
    }
    out += quote_identifier(t.name);
    char const* before = " (";
    for (std::size_t i = 0; i < row_facts<T>::count; ++i) {
        if (row_facts<T>::is_given(i, mask)) {
            out += before + quote_identifier(t.columns[i].name);
            before = ", ";
        }
    }
    return out + ") FROM STDIN (FORMAT BINARY)";
}

/// The mask that all rows share, if they do; defaults on the C++ side are filled in on the way.
template <class T, class Range>
[[nodiscard]] std::optional<column_mask> common_mask(Range& rows) {
    std::optional<column_mask> mask;
    for (auto&& object : rows) {
        column_mask const mine =
            with_defaults<T>(object, [](auto& complete) { return given_columns<T>(complete); });
        if (mask && *mask != mine) {
            return std::nullopt;
        }
        mask = mine;
    }
    return mask;
}

/// nullopt: these rows can't go by COPY, and none has gone.
template <class T, class Range>
[[nodiscard]] std::optional<std::size_t> copy_range(postgresql_backend& native, Range& rows,
                                                    column_mask mask) {
    auto const first = std::ranges::begin(rows);
    if (first == std::ranges::end(rows)) {
        return 0;
    }
    auto types = [&] {
        auto const guard = native.enter();
        return insert_statement<T>(native, mask);
    }();
    copy_question question{*types};
    int const fields = with_defaults<T>(*first, [&](auto& object) {
        return bind_row<inserted_columns>(question, static_cast<T const&>(object), mask,
                                          bound_memory::outlives_statement);
    });
    if (!question.possible || fields == 0) {
        return std::nullopt;
    }
    std::string sql = copy_sql<T>(mask);
    range_watch watch{native.log()};
    watch.begin(sql);
    pg_copy_in copy{native.session(), std::move(sql)};
    std::size_t number = 0;
    for (auto&& element : rows) {
        auto const guard = native.enter(); // per row: the range may be a query on this connection
        with_defaults<T>(element, [&](auto& object) {
            copy_row row{copy.row(static_cast<std::int16_t>(fields)), *types};
            bind_row<inserted_columns>(row, static_cast<T const&>(object), mask,
                                       bound_memory::outlives_statement);
        });
        watch.one_row_more();
        ++number;
    }
    auto const guard = native.enter();
    if (std::cmp_not_equal(copy.finish(), number)) {
        throw_not_inserted(table_name<T>());
    }
    return number;
}

// ---- pipelines

/// Sends statements in batches; `Answer` takes the result of each, in order.
template <class Job>
class statement_pipeline final : private pg_reader {
public:
    explicit statement_pipeline(postgresql_backend& native)
        : native_{native} {}
    statement_pipeline(statement_pipeline const&) = delete;
    statement_pipeline& operator=(statement_pipeline const&) = delete;
    ~statement_pipeline() { native_.session().done_reading(this); }

    /// `get` prepares the statement of this key when it isn't the one at hand; `bind` binds it.
    template <class Get, class Bind>
    void add(std::uint64_t key, Job job, Get&& get, Bind&& bind) {
        auto const guard = native_.enter();
        if (!statement_ || key_ != key) {
            flush();
            statement_.reset();
            statement_.emplace(get());
            key_ = key;
            watch_.begin((*statement_)->sql());
        }
        if (!pipeline_) {
            auto const before = native_.session().transaction_status();
            pipeline_.emplace(native_.session());
            native_.session().reading(this, before);
        }
        bind(**statement_);
        pipeline_->send(**statement_);
        (*statement_)->forget_bound();
        watch_.one_row_more();
        waiting_.push_back(std::move(job));
        constexpr std::size_t most = 512;
        if (waiting_.size() == most) {
            flush();
        }
    }
    void finish() {
        auto const guard = native_.enter();
        flush();
        statement_.reset();
    }

private:
    void buffer_rest() override { flush(); }
    void flush() {
        if (!pipeline_) {
            return;
        }
        try {
            pipeline_->sync();
            for (auto& job : waiting_) {
                (*statement_)->answer(pipeline_->next((*statement_)->sql()));
                job(**statement_);
                (*statement_)->reset();
            }
        } catch (...) {
            leave();
            throw;
        }
        leave();
    }
    void leave() {
        waiting_.clear();
        native_.session().done_reading(this);
        pipeline_.reset();
    }

    postgresql_backend& native_;
    range_watch watch_{native_.log()};
    std::optional<postgresql_backend::lease> statement_;
    std::optional<pg_pipeline> pipeline_;
    std::vector<Job> waiting_;
    std::uint64_t key_ = 0;
};

/// Reads what an INSERT brought back into the object that it was for; null: nobody wants it.
template <class T>
struct inserted_row {
    T* object;
    column_mask mask;
    void operator()(pg_statement& statement) const {
        bool const has_row = statement.step();
        if (inserts_returning<dialect_id::postgresql, T>(mask) ? !has_row : statement.changes() == 0) {
            throw_not_inserted(table_name<T>());
        }
        if (object != nullptr && has_row) {
            read_returned(statement, *object, mask);
        }
    }
};

/// Does anything come back into the elements of this range?
template <class T, class Range>
[[nodiscard]] constexpr bool takes_answers(column_mask mask) {
    using reference = std::ranges::range_reference_t<Range>;
    return std::is_lvalue_reference_v<reference> && !std::is_const_v<std::remove_reference_t<reference>> &&
           std::ranges::forward_range<Range> && row_facts<T>::returned_count(mask) > 0;
}

template <class T, class Range>
std::size_t insert_by_pipeline(postgresql_backend& native, Range& rows) {
    using reference = std::ranges::range_reference_t<Range>;
    std::size_t number = 0;
    statement_pipeline<inserted_row<T>> pipeline{native};
    for (auto&& element : rows) {
        with_defaults<T>(element, [&](auto& object) {
            column_mask const mask = given_columns<T>(object);
            inserted_row<T> job{nullptr, mask};
            if constexpr (std::is_lvalue_reference_v<reference> &&
                          !std::is_const_v<std::remove_reference_t<reference>> &&
                          std::ranges::forward_range<Range>) {
                job.object = &object;
            }
            pipeline.add(
                mask, job, [&] { return insert_statement<T>(native, mask); },
                [&](pg_statement& statement) {
                    bind_row<inserted_columns>(statement, static_cast<T const&>(object), mask,
                                               bound_memory::outlives_statement);
                });
        });
        ++number;
    }
    pipeline.finish();
    return number;
}

template <class Range>
std::size_t insert_range(postgresql_backend& native, Range& rows) {
    using T = detail::range_value<Range>;
    transaction tx{native};
    std::optional<std::size_t> number;
    if constexpr (std::ranges::forward_range<Range>) {
        if (auto const mask = common_mask<T>(rows); mask && !takes_answers<T, Range>(*mask)) {
            number = copy_range<T>(native, rows, *mask);
        }
    }
    if (!number) {
        number = insert_by_pipeline<T>(native, rows);
    }
    tx.commit();
    return *number;
}

template <class T>
struct updated_row {
    void operator()(pg_statement& statement) const {
        if (statement.changes() == 0) {
            throw_no_row(table_name<T>(), "update");
        }
    }
};
template <class Range>
std::size_t update_range(postgresql_backend& native, Range& rows) {
    using T = detail::range_value<Range>;
    transaction tx{native};
    std::size_t number = 0;
    statement_pipeline<updated_row<T>> pipeline{native};
    for (auto&& element : rows) {
        T const& object = element;
        column_mask const mask = updated_columns<T>(object);
        pipeline.add(
            mask, updated_row<T>{}, [&] { return update_statement<T>(native, mask); },
            [&](pg_statement& statement) { bind_update(statement, object, mask); });
        ++number;
    }
    pipeline.finish();
    tx.commit();
    return number;
}

struct erased_row {
    std::size_t* number;
    void operator()(pg_statement& statement) const { *number += statement.changes() != 0 ? 1 : 0; }
};
template <class Range>
std::size_t erase_range(postgresql_backend& native, Range& rows) {
    using T = detail::range_value<Range>;
    transaction tx{native};
    std::size_t number = 0;
    statement_pipeline<erased_row> pipeline{native};
    for (auto&& element : rows) {
        T const& object = element;
        pipeline.add(
            0, erased_row{&number}, [&] { return erase_statement<T>(native); },
            [&](pg_statement& statement) { bind_key_of(statement, object, 0); });
    }
    pipeline.finish();
    tx.commit();
    return number;
}

/// Reads what an upsert brought back; null: nobody wants it.
template <class T>
struct upserted_row {
    T* object;
    column_mask mask;
    void operator()(pg_statement& statement) const {
        if (statement.step() && object != nullptr) {
            read_returned(statement, *object, mask);
        }
    }
};
template <auto... Member, class Range>
std::size_t upsert_range(postgresql_backend& native, Range& rows) {
    using T = detail::range_value<Range>;
    using reference = std::ranges::range_reference_t<Range>;
    transaction tx{native};
    std::size_t number = 0;
    statement_pipeline<upserted_row<T>> pipeline{native};
    for (auto&& element : rows) {
        with_defaults<T>(element, [&](auto& object) {
            column_mask const mask = given_columns<T>(object);
            upserted_row<T> job{nullptr, mask};
            if constexpr (std::is_lvalue_reference_v<reference> &&
                          !std::is_const_v<std::remove_reference_t<reference>> &&
                          std::ranges::forward_range<Range>) {
                job.object = &object;
            }
            pipeline.add(
                mask, job, [&] { return upsert_statement<T>(native, mask, upsert_target<T, Member...>()); },
                [&](pg_statement& statement) {
                    bind_row<inserted_columns>(statement, static_cast<T const&>(object), mask,
                                               bound_memory::outlives_statement);
                });
        });
        ++number;
    }
    pipeline.finish();
    tx.commit();
    return number;
}

} // namespace athanor::detail
