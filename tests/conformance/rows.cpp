// SPDX-License-Identifier: BSL-1.0
// Wide rows at random, and texts and blobs of 64 MiB: written on both, read back equal.

#include "wide.hpp"

#include <random>

namespace conformance {
namespace {

struct maker {
    std::mt19937_64 random;

    template <class V>
    V edge() {
        auto const all = edges<V>::all();
        return all[random() % all.size()];
    }
    /// An edge, or any other value.
    template <class V>
    void fill(V& out) {
        bool const at_edge = random() % 4 == 0;
        if (at_edge) {
            out = edge<V>();
        } else if constexpr (std::is_same_v<V, bool> || std::is_enum_v<V>) {
            out = edge<V>();
        } else if constexpr (std::is_integral_v<V>) {
            out = static_cast<V>(random());
        } else if constexpr (std::is_floating_point_v<V>) {
            out = static_cast<V>(static_cast<std::int64_t>(random())) / V(3);
        } else if constexpr (std::is_same_v<V, std::string>) {
            out.clear();
            for (std::size_t n = random() % 40; n > 0; --n) {
                out += random() % 5 == 0 ? std::string("\xE2\x82\xAC")
                                         : std::string(1, char(32 + random() % 95));
            }
        } else if constexpr (std::is_same_v<V, bytes>) {
            out.assign(random() % 50, std::byte{});
            for (auto& b : out) {
                b = static_cast<std::byte>(random());
            }
        } else if constexpr (std::is_same_v<V, orm::timestamp>) {
            out = {static_cast<std::int64_t>(random() % 4'000'000'000'000'000) - 2'000'000'000'000'000};
        } else if constexpr (std::is_same_v<V, orm::date>) {
            out = {static_cast<std::int32_t>(random() % 100'000) - 50'000};
        } else if constexpr (std::is_same_v<V, orm::time_of_day>) {
            out = {static_cast<std::int64_t>(random() % 86'400'000'000)};
        } else if constexpr (std::is_same_v<V, orm::interval>) {
            out = {static_cast<std::int32_t>(random()), static_cast<std::int32_t>(random()),
                   static_cast<std::int64_t>(random()) / 3};
        } else if constexpr (std::is_same_v<V, orm::uuid>) {
            for (auto& b : out.bytes) {
                b = static_cast<unsigned char>(random());
            }
        } else if constexpr (std::is_same_v<V, orm::big_decimal>) {
            out = orm::big_decimal{std::to_string(random()) + '.' + std::to_string(random())};
        } else if constexpr (std::is_same_v<V, orm::json>) {
            out.text = "{\"n\": " + std::to_string(random()) + '}';
        } else {
            out = V::from_units(static_cast<std::int64_t>(random() % 9'999'999'999));
        }
    }
    template <class V>
    void fill(std::optional<V>& out) {
        out.reset();
        if (random() % 3 != 0) {
            fill(out.emplace());
        }
    }
    Wide row(std::int64_t id) {
        Wide out;
        orm::for_each_column(out, [&](auto, auto& member) { fill(member); });
        out.id = id;
        return out;
    }
};

struct Big {
    std::int64_t id{};
    std::string text{};
    bytes blob{};

    static constexpr auto table = orm::table("big", orm::primary_key<&Big::id>);
};

} // namespace

TEST_CASE("500 random rows with every type come back equal, whichever way they went in") {
    maker m{std::mt19937_64{20261121}};
    std::vector<Wide> rows;
    for (std::int64_t id = 1; id <= 500; ++id) {
        rows.push_back(m.row(id));
    }
    on_both<orm::metadata<Wide>>([&](site& s) {
        auto const q = orm::select<Wide>().order_by(orm::col<&Wide::id>);
        CHECK(s.conn.insert(std::as_const(rows)) == 500);
        auto const back = s.conn.all(q);
        REQUIRE(back.size() == rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            CAPTURE(i);
            REQUIRE(back[i] == rows[i]);
        }
        // Each gets the values of the next one.
        std::vector<Wide> turned(rows.begin() + 1, rows.end());
        turned.push_back(rows[0]);
        for (std::size_t i = 0; i < turned.size(); ++i) {
            turned[i].id = static_cast<std::int64_t>(i) + 1;
        }
        CHECK(s.conn.update(turned) == 500);
        std::size_t i = 0;
        for (Wide const& row : s.conn.stream(q)) {
            REQUIRE(row == turned[i++]);
        }
        CHECK(i == 500);
        CHECK(s.conn.erase(turned) == 500);
        for (std::size_t k = 0; k < 50; ++k) {
            s.conn.insert(std::as_const(rows[k]));
            REQUIRE(*s.conn.get<Wide>(rows[k].id) == rows[k]);
        }
        s.note_rows(
            "SELECT id, truth, small, medium, big, tiny, byte, word, dword, text, blob, mood, maybe_truth, "
            "maybe_medium, maybe_text, maybe_blob, maybe_mood, day, key FROM wide ORDER BY id");
    });
}

TEST_CASE("a text and a blob of 64 MiB") {
    constexpr std::size_t size = std::size_t{64} << 20U;
    Big row{1, std::string(size, 'x'), bytes(size)};
    for (std::size_t i = 0; i < size; i += 4099) {
        row.text[i] = static_cast<char>('a' + i % 26);
        row.blob[i] = static_cast<std::byte>(i);
    }
    on_both<orm::metadata<Big>>([&](site& s) {
        s.conn.insert(std::as_const(row));
        s.note_rows("SELECT length(text), length(blob) FROM big");
        auto const back = s.conn.get<Big>(1);
        CHECK(back->text == row.text);
        CHECK(back->blob == row.blob);
        s.note("equal", s.conn.count(orm::select<Big>().where(orm::col<&Big::text> == row.text)));
    });
}

} // namespace conformance
