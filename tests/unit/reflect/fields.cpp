// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <athanor/reflect/hana.hpp>
#include <athanor/reflect/member.hpp>
#include <athanor/reflect/struct_mistake.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace reflect_test {

template <class A, class B>
struct couple {
    A first{};
    B second{};
};
struct Inner {
    int x{};
};
struct User {
    long id{};
    std::string full_name{};
    std::optional<int> age{};
    couple<int, long> both{};
    std::vector<int> list{};
    std::unique_ptr<int> pointer{};
    Inner inner{};
    bool class_{};
};

struct Nine {
    int a{}, b{}, c{}, d{}, e{}, f{}, g{}, h{}, i{};
};
struct ArrayLate {
    int a{}, b{}, c{}, d{}, e{}, f{}, g{}, h{}, i{};
    char text[4]{};
    int k{};
};
struct ArrayFirst {
    int grid[2]{};
    int k{};
};
struct ArrayInBlock {
    int a{}, b{};
    char text[16]{};
};
struct Reference {
    int a{};
    int& b;
};
struct NoDefault {
    explicit NoDefault(int) {}
};
struct HoldsNoDefault {
    int a{};
    NoDefault b;
};
struct Based : Inner {
    int y{};
};
struct EmptyBase {};
struct BasedOnNothing : EmptyBase {
    int y{};
};
struct Nothing {};
union Either {
    int a;
    float b;
};
struct Private {
    explicit Private(int v)
        : hidden{v} {}
    [[nodiscard]] int get() const { return hidden; }

private:
    int hidden;
};

class Adapted {
public:
    Adapted() = default;
    virtual ~Adapted() = default;
    long id{};
    std::string name{};
    int unseen{};
};

using namespace athanor::detail;

static_assert(field_count<User> == 8);
static_assert(field_names<User>[0] == "id");
static_assert(field_names<User>[1] == "full_name");
static_assert(field_names<User>[3] == "both");
static_assert(field_names<User>[7] == "class_");
static_assert(field_names<couple<int, long>>[1] == "second");
static_assert(std::is_same_v<field_type<User, 2>, std::optional<int>>);
static_assert(field_index<User>("list") == 4);
static_assert(field_index<User>("none") == 8);
static_assert(member_name<&User::age>() == "age");
static_assert(member_name<&couple<int, long>::second>() == "second");
static_assert(type_name<User>() == "User");
static_assert(type_name<couple<int, std::optional<long>>>() == "couple");
static_assert(full_type_name<User>() == "reflect_test::User");
static_assert(std::is_same_v<path_owner<&User::inner, &Inner::x>, User>);
static_assert(std::is_same_v<path_type<&User::inner, &Inner::x>, int>);

template <class T>
constexpr auto mistake = verdict_of<T>().mistake;
static_assert(mistake<User> == struct_mistake::none);
static_assert(mistake<Nine> == struct_mistake::none);
static_assert(mistake<int> == struct_mistake::not_a_struct);
static_assert(mistake<Either> == struct_mistake::is_union);
static_assert(mistake<Private> == struct_mistake::not_an_aggregate);
static_assert(mistake<Based> == struct_mistake::has_a_base);
static_assert(mistake<BasedOnNothing> == struct_mistake::has_a_base);
static_assert(mistake<Nothing> == struct_mistake::no_members);
static_assert(mistake<ArrayLate> == struct_mistake::array_member);
static_assert(verdict_of<ArrayLate>().member == 10);
static_assert(mistake<ArrayFirst> == struct_mistake::array_member);
static_assert(verdict_of<ArrayFirst>().member == 1);
static_assert(mistake<ArrayInBlock> == struct_mistake::array_member);
static_assert(verdict_of<ArrayInBlock>().member == 3);
static_assert(mistake<HoldsNoDefault> == struct_mistake::member_without_default);

} // namespace reflect_test

BOOST_HANA_ADAPT_STRUCT(reflect_test::Adapted, id, name);

TEST_CASE("a field is a reference to the member itself") {
    reflect_test::User u;
    athanor::detail::field<1>(u) = "John";
    athanor::detail::field<2>(u) = 7;
    CHECK(u.full_name == "John");
    CHECK(u.age == 7);
    reflect_test::User const& fixed = u;
    CHECK(&athanor::detail::field<1>(fixed) == &u.full_name);
}

TEST_CASE("a class adapted with Boost.Hana has the fields that were named, in that order") {
    using namespace athanor::detail;
    static_assert(field_count<reflect_test::Adapted> == 2);
    CHECK(field_names<reflect_test::Adapted>[0] == "id");
    CHECK(field_names<reflect_test::Adapted>[1] == "name");
    static_assert(verdict_of<reflect_test::Adapted>().mistake == struct_mistake::none);
    reflect_test::Adapted a;
    field<1>(a) = "x";
    CHECK(a.name == "x");
}
