// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <athanor/base/narrow.hpp>
#include <athanor/base/say.hpp>
#include <athanor/base/sink.hpp>
#include <athanor/base/snake_case.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace {

using namespace athanor::detail;

struct greeting {
    static constexpr void write(sink& out) { out.put("n = ").number(-42); }
};
static_assert(rendered<greeting>.view() == "n = -42");

template <class W>
std::string written(W&& writer) {
    sink count;
    writer(count);
    std::string result(count.size(), '?');
    sink fill{result.data()};
    writer(fill);
    return result;
}

std::string snake(std::string_view name) {
    return written([&](sink& out) { write_snake_case(out, name); });
}

} // namespace

TEST_CASE("a sink writes every long long as printf would") {
    for (long long n : {0LL, 1LL, -1LL, 9LL, 10LL, -10LL, std::numeric_limits<long long>::max(),
                        std::numeric_limits<long long>::min()}) {
        CHECK(written([&](sink& out) { out.number(n); }) == std::to_string(n));
    }
}

TEST_CASE("a type's name becomes snake case") {
    CHECK(snake("User") == "user");
    CHECK(snake("OrderProduct") == "order_product");
    CHECK(snake("HTTPServer") == "http_server");
    CHECK(snake("order_product") == "order_product");
    CHECK(snake("userID") == "user_id");
    CHECK(snake("Model2") == "model2");
    CHECK(snake("A") == "a");
    CHECK(snake("Order_Line") == "order_line");
}

TEST_CASE("narrow keeps what fits and throws out_of_range for the rest") {
    CHECK(narrow<std::int16_t>(std::int64_t{-32768}) == -32768);
    CHECK(narrow<std::uint8_t>(255) == 255);
    for (auto const bad :
         {std::int64_t{-32769}, std::int64_t{32768}, std::numeric_limits<std::int64_t>::min()}) {
        try {
            (void)narrow<std::int16_t>(bad);
            FAIL("accepted");
        } catch (athanor::error const& e) {
            CHECK(e.kind() == athanor::error_kind::out_of_range);
        }
    }
    CHECK_THROWS_AS((void)narrow<std::uint8_t>(-1), athanor::error);
}

TEST_CASE("a bounded text is cut at its end and never past it") {
    bounded_text<4> t;
    t += "ab";
    t += "cdef";
    CHECK(t.view() == "abcd");
    CHECK(std::string{t.s} == "abcd");
}
