#pragma once
// SPDX-License-Identifier: BSL-1.0
// One mapped type and PostgreSQL's binary format: by what value_traits encodes to, or by its own form where
// PostgreSQL has the same type.

#include <athanor/driver/postgresql/byte_buffer.hpp>
#include <athanor/driver/postgresql/oids.hpp>
#include <athanor/driver/postgresql/wire_decimal.hpp>
#include <athanor/driver/postgresql/wire_errors.hpp>
#include <athanor/driver/postgresql/wire_number.hpp>
#include <athanor/driver/postgresql/wire_text.hpp>
#include <athanor/driver/postgresql/wire_time.hpp>
#include <athanor/value/numbers.hpp>
#include <athanor/value/traits.hpp>
#include <athanor/value/uuid.hpp>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::detail {

[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<uuid>) noexcept {
    return type.oid == oid_uuid;
}
inline bool put_wire(byte_buffer& out, pg_type type, uuid const& v) {
    if (type.oid != oid_uuid) {
        return false;
    }
    out.put(v.bytes, sizeof v.bytes);
    return true;
}
inline bool get_wire(pg_type type, bytes_view bytes, uuid& v) {
    if (type.oid != oid_uuid) [[unlikely]] {
        return false;
    }
    if (bytes.size != sizeof v.bytes) [[unlikely]] {
        throw_malformed("a uuid");
    }
    std::memcpy(v.bytes, bytes.data, sizeof v.bytes);
    return true;
}

/// Has PostgreSQL the same type? Then it has get_wire, put_wire and can_put of its own.
template <class V>
concept native_value = requires(V& v) {
    get_wire(pg_type{}, bytes_view{}, v);
};

/// A column that isn't text, for a type of the user's own that is kept as text and says that it is such a
/// type; empty for all other columns.
template <class V>
[[nodiscard]] bool column_as_text(pg_type type, bytes_view bytes, std::string& out) {
    constexpr auto id = value_traits<V>::type.id;
    auto const read = [&]<class Native>(Native native) {
        if (!get_wire(type, bytes, native)) {
            return false;
        }
        out = std::string_view{value_traits<Native>::encode(native)};
        return true;
    };
    if constexpr (id == type_id::timestamp || id == type_id::timestamp_tz) {
        return read(timestamp{});
    } else if constexpr (id == type_id::date) {
        return read(date{});
    } else if constexpr (id == type_id::time_of_day) {
        return read(time_of_day{});
    } else if constexpr (id == type_id::interval) {
        return read(interval{});
    } else if constexpr (id == type_id::uuid) {
        return read(uuid{});
    } else if constexpr (id == type_id::numeric) {
        return type.oid == oid_numeric && read(big_decimal{});
    } else {
        return false;
    }
}

/// can: is there a binary way into a parameter of this type? put: appends it, or says false when there is
/// none. get: reads a value that isn't NULL.
template <class V>
struct wire_codec {
    static_assert(mapped_value<V>,
                  "athanor: this type has no SQL type: specialise athanor::value_traits for it");
    using traits = value_traits<V>;
    using wire = wire_type<V>;
    static constexpr std::uint32_t own = own_oid_of(traits::type);
    static constexpr bool is_text = std::is_same_v<wire, std::string_view>;
    static constexpr bool is_bytes = std::is_same_v<wire, bytes_view>;

    [[nodiscard]] static constexpr bool can(pg_type type) noexcept {
        if constexpr (native_value<V>) {
            if (can_put(type, std::type_identity<V>{})) {
                return true;
            }
        }
        if constexpr (is_text) {
            return is_kind_of_text(type) || (own == oid_uuid && type.oid == oid_uuid);
        } else if constexpr (is_bytes) {
            return takes_bytes(type);
        } else {
            return can_put(type, std::type_identity<wire>{});
        }
    }

    static bool put(byte_buffer& out, pg_type type, V const& value) {
        if constexpr (native_value<V>) {
            if (put_wire(out, type, value)) {
                return true;
            }
        }
        decltype(auto) encoded = traits::encode(value);
        if constexpr (is_text) {
            return put_text(out, type, encoded);
        } else if constexpr (is_bytes) {
            check_bytes(type, encoded);
            out.put(encoded.data, encoded.size);
            return true;
        } else if constexpr (std::is_same_v<wire, std::int64_t>) {
            return put_integer<own>(out, type, static_cast<std::int64_t>(encoded));
        } else {
            return put_wire(out, type, static_cast<wire>(encoded));
        }
    }

    static void get(pg_type type, bytes_view bytes, V& value) {
        if constexpr (std::is_same_v<V, std::string>) {
            value.assign(get_text(type, bytes)); // keeps the capacity of a struct that is read into again
        } else if constexpr (is_text) {
            if constexpr (native_value<V>) {
                if (get_wire(type, bytes, value)) [[likely]] {
                    return;
                }
            } else if (std::string text; column_as_text<V>(type, bytes, text)) {
                value = traits::decode(std::string_view{text});
                return;
            }
            if (!is_kind_of_text(type)) {
                throw_column_type(type, wanted());
            }
            value = traits::decode(get_text(type, bytes));
        } else if constexpr (is_bytes) {
            value = traits::decode(get_bytes(type, bytes));
        } else if constexpr (std::is_same_v<wire, bool>) {
            value = traits::decode(get_bool(type, bytes));
        } else if constexpr (std::is_same_v<wire, std::int64_t>) {
            value = traits::decode(get_integer<own>(type, bytes));
        } else if constexpr (std::is_same_v<V, float>) {
            value = type.oid == oid_float4 && bytes.size == 4 // every bit, of NaN too
                        ? std::bit_cast<float>(load_big<std::uint32_t>(bytes.data))
                        : traits::decode(get_double(type, bytes));
        } else {
            value = traits::decode(get_double(type, bytes));
        }
    }

private:
    /// Where the text of such a value can stand: a date in text, but not in jsonb.
    [[nodiscard]] static constexpr bool is_kind_of_text(pg_type type) noexcept {
        auto const form = text_form_of(type);
        return native_value<V> ? form == text_form::plain : form != text_form::none;
    }
    static bool put_text(byte_buffer& out, pg_type type, std::string_view text) {
        require_pg_text(text);
        if constexpr (own == oid_uuid && !native_value<V>) {
            if (type.oid == oid_uuid) {
                return put_wire(out, type, uuid::parse(text));
            }
        }
        return is_kind_of_text(type) && put_wire(out, type, text);
    }
    [[nodiscard]] static constexpr std::string_view wanted() noexcept {
        switch (traits::type.id) {
        case type_id::numeric:
            return "a decimal";
        case type_id::timestamp:
        case type_id::timestamp_tz:
            return "a timestamp";
        case type_id::date:
            return "a date";
        case type_id::time_of_day:
            return "a time of day";
        case type_id::interval:
            return "an interval";
        case type_id::uuid:
            return "a uuid";
        case type_id::json:
        case type_id::jsonb:
            return "JSON";
        case type_id::enumeration:
            return "the name of an enumerator";
        default:
            return "text";
        }
    }
};

/// Is such a value a number whose bits, in network order, are its column's binary form?
template <class V>
[[nodiscard]] consteval bool is_number() {
    if constexpr (std::is_same_v<V, bool> || std::is_same_v<V, double>) {
        return true;
    } else if constexpr (std::is_integral_v<V> && mapped_value<V>) {
        return std::is_base_of_v<integer_traits<V, value_traits<V>::type>, value_traits<V>>; // fits its own
    } else {
        return false;
    }
}
template <class V>
[[nodiscard]] auto number_bits(V const& value) noexcept {
    constexpr std::uint32_t own = wire_codec<V>::own;
    auto const encoded = value_traits<V>::encode(value);
    if constexpr (own == oid_bool) {
        return std::uint8_t{encoded ? std::uint8_t{1} : std::uint8_t{0}};
    } else if constexpr (own == oid_float8) {
        return std::bit_cast<std::uint64_t>(encoded);
    } else if constexpr (own == oid_int8) {
        return static_cast<std::uint64_t>(encoded);
    } else if constexpr (own == oid_int4) {
        return static_cast<std::uint32_t>(encoded);
    } else {
        return static_cast<std::uint16_t>(encoded);
    }
}

template <class V>
inline constexpr int number_size = sizeof(decltype(number_bits(std::declval<V const&>())));
/// The other way round.
template <class V>
[[nodiscard]] V number_of_bits(std::byte const* bytes) {
    using bits = decltype(number_bits(std::declval<V const&>()));
    if constexpr (std::is_same_v<V, bool>) {
        return get_bool({oid_bool}, {bytes, sizeof(bits)});
    } else if constexpr (std::is_floating_point_v<V>) {
        return std::bit_cast<V>(load_big<bits>(bytes));
    } else {
        return value_traits<V>::decode(static_cast<std::make_signed_t<bits>>(load_big<bits>(bytes)));
    }
}

} // namespace athanor::detail
