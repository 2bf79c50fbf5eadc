#pragma once
// SPDX-License-Identifier: BSL-1.0
// A PostgreSQL connection that can be watched, or killed, at any statement.

#include <athanor/driver/url.hpp>
#include <athanor/engine/postgresql_backend.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

using athanor::detail::postgresql_backend;

[[nodiscard]] inline std::unique_ptr<postgresql_backend> connect(std::string const& url) {
    return std::make_unique<postgresql_backend>(athanor::parse_url(url));
}

/// Calls back before each statement; open_another() isn't watched.
class watched final : public athanor::database {
public:
    explicit watched(std::string const& url)
        : inner_{connect(url)} {}
    std::function<void(std::string_view)> before_each = [](std::string_view) {};

    [[nodiscard]] athanor::dialect_id dialect() const noexcept override { return inner_->dialect(); }
    [[nodiscard]] std::string display_name() const override { return inner_->display_name(); }
    [[nodiscard]] bool in_transaction() const override { return inner_->in_transaction(); }
    [[nodiscard]] std::unique_ptr<database> open_another() const override { return inner_->open_another(); }
    [[nodiscard]] bool pooled() const noexcept override { return inner_->pooled(); }
    std::int64_t execute(std::string_view sql, std::span<athanor::cell const> parameters) override {
        before_each(sql);
        return inner_->execute(sql, parameters);
    }
    void execute_script(std::string_view sql) override {
        before_each(sql);
        inner_->execute_script(sql);
    }
    [[nodiscard]] athanor::row_set query(std::string_view sql,
                                         std::span<athanor::cell const> parameters) override {
        before_each(sql);
        return inner_->query(sql, parameters);
    }

private:
    std::unique_ptr<postgresql_backend> inner_;
};
