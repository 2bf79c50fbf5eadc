#pragma once
// SPDX-License-Identifier: BSL-1.0
// A small tree of C++ expressions that breaks its lines where they grow too long.

#include <athanor/codegen/cpp_literal.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::codegen::detail {

/// `head(args...)tail.chain...`; an atom has a head only; a string knows how to be cut.
struct expr {
    std::string head;
    std::vector<expr> args{};
    std::string tail{};
    std::vector<expr> chain{};
    bool is_text = false;      // `head` holds the plain text of a string literal
    bool one_per_line = false; // a list that always has a line for each item
    bool keep_first = false;   // the first argument stays on the line of the head
    bool packed = false;       // as many arguments on a line as fit

    expr& then(expr call) & {
        chain.push_back(std::move(call));
        return *this;
    }
};

[[nodiscard]] inline expr atom(std::string text) {
    return {std::move(text)};
}
[[nodiscard]] inline expr literal(std::string_view text) {
    expr e{std::string(text)};
    e.is_text = true;
    return e;
}
[[nodiscard]] inline expr call(std::string name, std::vector<expr> args = {}) {
    return {std::move(name) + "(", std::move(args), ")"};
}
[[nodiscard]] inline expr list(std::vector<expr> items) {
    return {"{", std::move(items), "}"};
}
[[nodiscard]] inline expr literals(std::vector<std::string> const& texts) {
    std::vector<expr> items;
    for (auto const& t : texts) {
        items.push_back(literal(t));
    }
    return list(std::move(items));
}

class source_text {
public:
    static constexpr std::size_t width = 110;

    explicit source_text(std::size_t indent)
        : base_{indent} {}

    /// The statement with its semicolon, from column 0.
    [[nodiscard]] std::string statement(expr const& e, std::string_view end = ";\n") {
        out_.assign(base_, ' ');
        print(e, base_, end.size() - 1); // without the line feed
        out_ += end;
        return std::move(out_);
    }

private:
    [[nodiscard]] static bool must_break(expr const& e) {
        if (e.one_per_line && !e.args.empty()) {
            return true;
        }
        for (auto const& a : e.args) {
            if (must_break(a)) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] static std::string flat(expr const& e) {
        std::string out = e.is_text ? cpp_literal(e.head) : e.head;
        for (std::size_t i = 0; i < e.args.size(); ++i) {
            out += (i == 0 ? "" : ", ") + flat(e.args[i]);
        }
        out += e.tail;
        for (auto const& c : e.chain) {
            out += '.' + flat(c);
        }
        return out;
    }
    [[nodiscard]] std::size_t column() const {
        auto const newline = out_.rfind('\n');
        return newline == std::string::npos ? out_.size() : out_.size() - newline - 1;
    }
    void newline(std::size_t indent) {
        out_ += '\n';
        out_.append(indent, ' ');
    }
    // `after` is the room that what follows on the line needs.
    void print(expr const& e, std::size_t indent, std::size_t after) {
        if (!must_break(e)) {
            auto const one_line = flat(e);
            if (column() + one_line.size() + after <= width) {
                out_ += one_line;
                return;
            }
        }
        if (e.is_text) {
            auto const lines = cpp_literal_lines(e.head, width - indent - after);
            for (std::size_t i = 0; i < lines.size(); ++i) {
                if (i != 0) {
                    newline(indent);
                }
                out_ += lines[i];
            }
        } else {
            out_ += e.head;
            print_args(e, indent, after);
            out_ += e.tail;
        }
        for (auto const& c : e.chain) {
            auto const one_line = '.' + flat(c);
            if (column() + one_line.size() + after > width) {
                newline(indent + 4);
                out_ += '.';
                print(c, indent + 4, after);
            } else {
                out_ += one_line;
            }
        }
    }
    void print_args(expr const& e, std::size_t indent, std::size_t after) {
        if (e.args.empty()) {
            return;
        }
        expr plain = e; // would the arguments fit without the chain?
        plain.chain.clear();
        auto const rest = flat(plain).substr(e.head.size());
        if (!must_break(e) && column() + rest.size() + after <= width) {
            out_ += rest.substr(0, rest.size() - e.tail.size());
            return;
        }
        for (std::size_t i = 0; i < e.args.size(); ++i) {
            bool const last = i + 1 == e.args.size();
            bool const fits =
                e.packed && column() + 1 + flat(e.args[i]).size() + after + e.tail.size() <= width;
            if (i == 0 ? !e.keep_first : !fits) {
                newline(indent + 4);
            } else if (i != 0) {
                out_ += ' ';
            }
            print(e.args[i], indent + 4, last && !e.one_per_line ? after + e.tail.size() : 1);
            if (!last || e.one_per_line) {
                out_ += ',';
            }
        }
        if (e.one_per_line) {
            newline(indent);
        }
    }

    std::size_t base_;
    std::string out_;
};

} // namespace athanor::codegen::detail
