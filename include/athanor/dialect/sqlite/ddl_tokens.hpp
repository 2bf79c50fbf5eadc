#pragma once
// SPDX-License-Identifier: BSL-1.0
// A cursor over the words of a definition in sqlite_schema: what the parser of tables and indexes stands on.

#include <athanor/base/error.hpp>
#include <athanor/dialect/sqlite/ddl.hpp>
#include <athanor/schema/expression_text.hpp>
#include <athanor/value/sql_type.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::sqlite_dialect::detail {

class ddl_tokens {
public:
    explicit ddl_tokens(std::string_view sql)
        : sql_{sql} {
        for (std::size_t at = 0; at < sql.size();) {
            auto const token = athanor::detail::next_token(sql, at);
            at += token.text.size();
            if (token.what != token_kind::space && token.what != token_kind::comment) {
                tokens_.push_back(token);
            }
        }
    }

protected:
    using token_kind = athanor::detail::sql_token::kind;

    [[noreturn]] void fail() const {
        throw error{error_kind::unsupported,
                    "a definition in sqlite_schema can't be read at byte " + std::to_string(offset(at_))};
    }
    [[nodiscard]] bool done() const noexcept { return at_ >= tokens_.size(); }
    [[nodiscard]] std::size_t offset(std::size_t i) const noexcept {
        return i < tokens_.size() ? static_cast<std::size_t>(tokens_[i].text.data() - sql_.data())
                                  : sql_.size();
    }
    [[nodiscard]] bool is(std::string_view word, std::size_t ahead = 0) const noexcept {
        return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].what != token_kind::quoted_name &&
               athanor::detail::equal_ignoring_case(tokens_[at_ + ahead].text, word);
    }
    [[nodiscard]] bool is_any(std::initializer_list<std::string_view> words) const noexcept {
        for (auto const w : words) {
            if (is(w)) {
                return true;
            }
        }
        return false;
    }
    bool accept(std::string_view word) {
        if (!is(word)) {
            return false;
        }
        ++at_;
        return true;
    }
    void expect(std::string_view word) {
        if (!accept(word)) {
            fail();
        }
    }
    void skip_if_not_exists() {
        if (accept("IF")) {
            expect("NOT");
            expect("EXISTS");
        }
    }
    // SQLite also takes 'a string' where a name belongs.
    [[nodiscard]] std::string name() {
        if (done()) {
            fail();
        }
        auto const& t = tokens_[at_];
        if (t.what == token_kind::word) {
            ++at_;
            return std::string(t.text);
        }
        if (t.what == token_kind::quoted_name || t.what == token_kind::string) {
            ++at_;
            return athanor::detail::unquoted(t.text);
        }
        fail();
    }
    [[nodiscard]] std::string qualified_name() {
        auto first = name();
        return accept(".") ? name() : first;
    }
    /// What stands between this parenthesis and its partner.
    [[nodiscard]] std::string parenthesised() {
        expect("(");
        std::size_t const from = offset(at_);
        for (int depth = 1; !done(); ++at_) {
            depth += is("(") ? 1 : is(")") ? -1 : 0;
            if (depth == 0) {
                auto text = trimmed(sql_.substr(from, offset(at_) - from));
                ++at_;
                return text;
            }
        }
        fail();
    }

    [[nodiscard]] fk_action action() {
        if (accept("SET")) {
            if (accept("NULL")) {
                return fk_action::set_null;
            }
            expect("DEFAULT");
            return fk_action::set_default;
        }
        if (accept("NO")) {
            expect("ACTION");
            return fk_action::no_action;
        }
        if (accept("CASCADE")) {
            return fk_action::cascade;
        }
        expect("RESTRICT");
        return fk_action::restrict_;
    }
    bool skip_initially() {
        if (!accept("INITIALLY")) {
            return false;
        }
        if (accept("DEFERRED")) {
            return true;
        }
        expect("IMMEDIATE");
        return false;
    }

    std::string_view sql_;
    std::vector<athanor::detail::sql_token> tokens_; // without spaces and comments
    std::size_t at_ = 0;
};

} // namespace athanor::sqlite_dialect::detail
