// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <athanor/model.hpp>

#include <random>
#include <string>
#include <vector>

namespace expression_test {

namespace orm = athanor;

enum class state { open, closed };
struct Inner {
    std::int64_t x{};
};
struct Item {
    std::int64_t id{};
    std::int32_t count{};
    double weight{};
    std::string name{};
    std::optional<std::string> note{};
    bool active{};
    state now_{};
    orm::decimal<10, 2> price{};
    orm::timestamp at{};
    Inner inner{};
    static constexpr auto table = orm::table("items", orm::column<&Item::note>.name("a\"note"));
};

template <class E>
std::string text(E const& e) {
    athanor::detail::sink count;
    athanor::detail::flatten(count, e);
    std::string result(count.size(), '?');
    athanor::detail::sink fill{result.data()};
    athanor::detail::flatten(fill, e);
    return count.refused() ? "refused" : result;
}

template <class A, class B>
concept equality = athanor::expression::comparable_with<A, B>;

using id_column = std::remove_cvref_t<decltype(orm::col<&Item::id>)>;
using name_column = std::remove_cvref_t<decltype(orm::col<&Item::name>)>;
static_assert(equality<id_column, int> && equality<id_column, double> && equality<name_column, char const*>);
static_assert(!equality<id_column, char const*> && !equality<name_column, int> && !equality<id_column, bool>);
static_assert(id_column::table() == "items" && id_column::name() == "id");
static_assert(!id_column::nullable);
static_assert(std::remove_cvref_t<decltype(orm::col<&Item::note>)>::nullable);

} // namespace expression_test

using namespace expression_test;

TEST_CASE("comparisons, logic and arithmetic keep their meaning as text") {
    auto const id = orm::col<&Item::id>;
    auto const n = orm::col<&Item::count>;
    CHECK(text(id == 1) == R"("id" = 1)");
    CHECK(text(1 < id) == R"(1 < "id")");
    CHECK(text(id != n) == R"("id" <> "count")");
    CHECK(text(id >= 1 && n <= 2) == R"("id" >= 1 AND "count" <= 2)");
    CHECK(text((id > 1 || n > 2) && id < 9) == R"(("id" > 1 OR "count" > 2) AND "id" < 9)");
    CHECK(text(id > 1 || (n > 2 && id < 9)) == R"("id" > 1 OR "count" > 2 AND "id" < 9)");
    CHECK(text(!(id == 1)) == R"(NOT ("id" = 1))");
    CHECK(text(id - (n - 1) == 0) == R"("id" - ("count" - 1) = 0)");
    CHECK(text((id + n) * 2 > 3) == R"(("id" + "count") * 2 > 3)");
    CHECK(text(id + n * 2 > 3) == R"("id" + "count" * 2 > 3)");
    CHECK(text(-(-id) > 0) == R"(-(-("id")) > 0)");
    CHECK(text((id == 1) == (n == 1)) == R"(("id" = 1) = ("count" = 1))");
    CHECK(text(orm::col<&Item::inner, &Inner::x> > 0) == R"("x" > 0)");
}

TEST_CASE("the named questions are written in SQL's words") {
    auto const note = orm::col<&Item::note>;
    CHECK(text(note.is_null()) == R"("a""note" IS NULL)");
    CHECK(text(note.is_not_null()) == R"("a""note" IS NOT NULL)");
    CHECK(text(note.like("a%")) == R"("a""note" LIKE 'a%')");
    CHECK(text(note.not_like("a%")) == R"("a""note" NOT LIKE 'a%')");
    CHECK(text(orm::col<&Item::id>.in(1, 2, 3)) == R"("id" IN (1, 2, 3))");
    CHECK(text(orm::col<&Item::id>.not_in(std::vector<int>{4, 5})) == R"("id" NOT IN (4, 5))");
    CHECK(text(orm::col<&Item::id>.between(1, 2)) == R"("id" BETWEEN 1 AND 2)");
    CHECK(text(orm::lower(orm::col<&Item::name>) == "x") == R"(lower("name") = 'x')");
    CHECK(text(orm::length(orm::col<&Item::name>) <= 9) == R"(length("name") <= 9)");
    CHECK(text(orm::coalesce(note, "-") != "") == R"(coalesce("a""note", '-') <> '')");
    CHECK(text(orm::col<&Item::name> + "!" == note) == R"("name" || '!' = "a""note")");
    CHECK(text(orm::sql("id % 2 = 0") && orm::col<&Item::active> == true) ==
          R"((id % 2 = 0) AND "active" = TRUE)");
}

TEST_CASE("values are literals of the common dialect") {
    CHECK(text(orm::col<&Item::name> == "it's") == R"("name" = 'it''s')");
    CHECK(text(orm::col<&Item::now_> == state::closed) == R"("now_" = 'closed')");
    CHECK(text(orm::col<&Item::price> >= orm::decimal<10, 2>{"-0.50"}) ==
          R"(CAST("price" AS NUMERIC) >= -0.50)");
    CHECK(text(orm::col<&Item::at> > orm::timestamp::of(2020, 1, 2)) == R"("at" > '2020-01-02 00:00:00')");
    CHECK(text(orm::col<&Item::weight> > 0.5) == R"("weight" > 0.5)");
    CHECK(text(orm::col<&Item::weight> > -12.25) == R"("weight" > -12.25)");
    CHECK(text(orm::col<&Item::weight> > 0.1) == R"("weight" > 0.1)");
    CHECK(text(orm::col<&Item::weight> > 3.0) == R"("weight" > 3.0)");
    CHECK(text(orm::col<&Item::weight> > 1e300) == "refused");
    CHECK(text(orm::col<&Item::weight> > 1.0 / 3.0) == "refused");
}

TEST_CASE("a double that is written is read back as the same double") {
    std::mt19937 random{2};
    std::uniform_int_distribution<int> digits{0, 9};
    for (int i = 0; i < 100'000; ++i) {
        auto const whole = std::to_string(random() % 100000);
        std::string decimals;
        for (int n = digits(random); n > 0; --n) {
            decimals += static_cast<char>('0' + digits(random));
        }
        double const value = std::stod(whole + "." + decimals + "0");
        std::string s(60, ' ');
        athanor::detail::sink out{s.data()};
        REQUIRE(athanor::detail::write_double(out, value));
        s.resize(out.size());
        REQUIRE(std::stod(s) == value);
    }
}
