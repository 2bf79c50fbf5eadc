// SPDX-License-Identifier: BSL-1.0
// What reading and writing allocates: the strings and the vector of the result, and nothing else. This
// executable counts each operator new; the database libraries use malloc.

#include <doctest/doctest.h>

#include "conformance/both.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {
std::size_t allocations = 0;

[[nodiscard]] void* counted(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) {
        return memory;
    }
    throw std::bad_alloc{};
}
} // namespace

void* operator new(std::size_t size) {
    return counted(size);
}
void* operator new[](std::size_t size) {
    return counted(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace {

namespace orm = athanor;

struct Member {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> note{};
    std::int32_t age{};
    double score{};
    static constexpr auto table = orm::table("members", orm::primary_key<&Member::id>);
};
struct MemberView {
    std::int64_t id{};
    std::string_view name{};
    std::optional<std::string_view> note{};
};
using metadata = orm::metadata<Member>;

constexpr std::int64_t rows = 200;
constexpr std::string_view long_text = "longer than a std::string keeps in itself";

/// `short_ones`: texts that a std::string keeps in itself.
[[nodiscard]] std::vector<Member> members(bool short_ones) {
    std::vector<Member> out;
    for (std::int64_t i = 1; i <= rows; ++i) {
        std::string const text{short_ones ? std::string_view{"short"} : long_text};
        out.push_back({i, text, i % 2 == 0 ? std::optional{text} : std::nullopt, 30, 0.5});
    }
    return out;
}

/// What the second run of f allocates: the first one prepares its statement.
template <class F>
[[nodiscard]] std::size_t allocated_by(F&& f) {
    f();
    std::size_t const before = allocations;
    f();
    return allocations - before;
}
/// What a vector needs to grow to n elements one by one.
[[nodiscard]] std::size_t growth(std::int64_t n) {
    std::vector<Member> grown;
    std::size_t const before = allocations;
    for (std::int64_t i = 0; i < n; ++i) {
        grown.emplace_back();
    }
    return allocations - before;
}

} // namespace

TEST_CASE("one struct in and out allocates what its own texts need") {
    conformance::on_both<metadata>([](conformance::site& s) {
        auto& conn = s.conn;
        auto some = members(true);
        CHECK(conn.insert(some) == some.size());
        CHECK(allocated_by([&] { CHECK(conn.get<Member>(2)->age == 30); }) == 0);
        CHECK(allocated_by([&] { CHECK_FALSE(conn.get<Member>(-1).has_value()); }) == 0);
        CHECK(allocated_by([&] { conn.update(some[5]); }) == 0);
        std::int64_t next = rows;
        CHECK(allocated_by([&] {
                  Member one{++next, "short", std::nullopt, 1, 1};
                  conn.insert(one);
              }) == 0);
        CHECK(allocated_by([&] { CHECK(conn.erase<Member>(next--)); }) == 0);
        some[1].name = long_text;
        conn.update(some[1]);
        CHECK(allocated_by([&] { CHECK(conn.get<Member>(2)->name.size() == long_text.size()); }) == 1);
    });
}

TEST_CASE("all() allocates its vector and the texts in it") {
    conformance::on_both<metadata>([](conformance::site& s) {
        auto& conn = s.conn;
        auto const in_a_vector = s.is_sqlite ? growth(rows) : 1; // PostgreSQL says first how many there are
        conn.insert(members(true));
        auto const query = orm::select<Member>().where(orm::col<&Member::age> > 20);
        CHECK(allocated_by([&] { CHECK(std::ssize(conn.all(query)) == rows); }) == in_a_vector);
        CHECK(allocated_by([&] { CHECK(conn.first(query)->age == 30); }) == 0);
        CHECK(allocated_by([&] { CHECK(conn.count(query) == rows); }) == 0);
        CHECK(allocated_by([&] { CHECK(conn.exists(query)); }) == 0);

        conn.execute("DELETE FROM members");
        conn.insert(members(false));
        auto const texts = static_cast<std::size_t>(rows + rows / 2);
        CHECK(allocated_by([&] { CHECK(std::ssize(conn.all(query)) == rows); }) == in_a_vector + texts);
    });
}

TEST_CASE("a stream allocates nothing for a row") {
    conformance::on_both<metadata>([](conformance::site& s) {
        auto& conn = s.conn;
        conn.insert(members(false));
        auto const query = orm::select<Member>().where(orm::col<&Member::age> > 20);
        // One struct is read into again and again; a note that is NULL lets go of its memory.
        auto const without_notes =
            orm::select(orm::col<&Member::id>, orm::col<&Member::name>).where(orm::col<&Member::age> > 20);
        CHECK(allocated_by([&] {
                  std::size_t bytes = 0;
                  for (auto const& [id, name] : conn.stream(without_notes)) {
                      bytes += name.size();
                  }
                  CHECK(bytes == rows * long_text.size());
              }) == 1);
        CHECK(allocated_by([&] {
                  std::size_t bytes = 0;
                  for (auto const& row : conn.stream(query.into<MemberView>())) {
                      bytes += row.name.size();
                  }
                  CHECK(bytes == rows * long_text.size());
              }) == 0);
    });
}

TEST_CASE("a range allocates nothing for a row") {
    conformance::on_both<metadata>([](conformance::site& s) {
        auto& conn = s.conn;
        auto const a_buffer_that_grows = growth(rows);
        auto const some = members(false);
        conn.insert(some);
        std::vector<Member> const few(some.begin(), some.begin() + 10);
        auto const update_all = allocated_by([&] { conn.update(some); });
        CHECK(update_all <= allocated_by([&] { conn.update(few); }) + a_buffer_that_grows);
        auto const upsert_all = allocated_by([&] { conn.upsert(some); });
        CHECK(upsert_all <= allocated_by([&] { conn.upsert(few); }) + a_buffer_that_grows);
        auto const again = [&](std::vector<Member> const& part) {
            return allocated_by([&] {
                (void)conn.erase(some);
                conn.insert(part);
            });
        };
        CHECK(again(some) <= again(few) + 2 * a_buffer_that_grows);
    });
}
