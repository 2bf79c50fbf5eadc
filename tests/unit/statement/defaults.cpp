// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <athanor/model.hpp>
#include <athanor/statement/defaults.hpp>

namespace default_test {

namespace orm = athanor;

constexpr int answer() {
    return 42;
}
struct Row {
    std::int64_t id{};
    std::optional<int> number{};
    orm::defaulted<std::string> name{};
    orm::defaulted<std::optional<int>> maybe{};
    static constexpr auto table = orm::table("rows", orm::column<&Row::number>.default_value(&answer),
                                             orm::column<&Row::name>.default_value("unknown"),
                                             orm::column<&Row::maybe>.default_value(7));
};
struct Plain {
    std::int64_t id{};
};

} // namespace default_test

TEST_CASE("defaults of the C++ side fill what was not given, and only that") {
    using default_test::Row;
    static_assert(athanor::detail::has_defaults<Row>);
    static_assert(!athanor::detail::has_defaults<default_test::Plain>);
    Row r;
    athanor::detail::apply_defaults(r);
    CHECK(r.number == 42);
    CHECK(*r.name == "unknown");
    CHECK(**r.maybe == 7);

    Row given;
    given.number = 1;
    given.name = "x";
    given.maybe = std::optional<int>{};
    athanor::detail::apply_defaults(given);
    CHECK(given.number == 1);
    CHECK(*given.name == "x");
    CHECK(!given.maybe->has_value());
}
