#pragma once
// SPDX-License-Identifier: BSL-1.0
// Bytes in network order: written into memory that is used again, read from anywhere.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::detail {

/// The bytes of an integer the other way round where this machine begins with the lowest.
template <class U>
[[nodiscard]] constexpr U big_endian(U value) noexcept {
    static_assert(std::is_unsigned_v<U>);
    if constexpr (sizeof(U) == 1 || std::endian::native == std::endian::big) {
        return value;
    } else if constexpr (sizeof(U) == 2) {
        return __builtin_bswap16(value);
    } else if constexpr (sizeof(U) == 4) {
        return __builtin_bswap32(value);
    } else {
        return __builtin_bswap64(value);
    }
}
template <class U>
[[nodiscard]] inline U load_big(std::byte const* from) noexcept {
    U value = 0;
    std::memcpy(&value, from, sizeof value);
    return big_endian(value);
}
template <class U>
inline void store_big(std::byte* to, U value) noexcept {
    value = big_endian(value);
    std::memcpy(to, &value, sizeof value);
}
[[nodiscard]] inline std::int16_t load_int16(std::byte const* from) noexcept {
    return static_cast<std::int16_t>(load_big<std::uint16_t>(from));
}
[[nodiscard]] inline std::int32_t load_int32(std::byte const* from) noexcept {
    return static_cast<std::int32_t>(load_big<std::uint32_t>(from));
}
[[nodiscard]] inline std::int64_t load_int64(std::byte const* from) noexcept {
    return static_cast<std::int64_t>(load_big<std::uint64_t>(from));
}

/// Bytes at the end of which more are put. clear() keeps the memory.
class byte_buffer {
public:
    byte_buffer() = default;
    byte_buffer(byte_buffer&& other) noexcept
        : bytes_{std::move(other.bytes_)}
        , size_{std::exchange(other.size_, 0)}
        , capacity_{std::exchange(other.capacity_, 0)} {}
    byte_buffer& operator=(byte_buffer&& other) noexcept {
        bytes_ = std::move(other.bytes_);
        size_ = std::exchange(other.size_, 0);
        capacity_ = std::exchange(other.capacity_, 0);
        return *this;
    }
    byte_buffer(byte_buffer const&) = delete;
    byte_buffer& operator=(byte_buffer const&) = delete;
    ~byte_buffer() = default;

    void put_byte(std::uint8_t v) { store_big(more(1), v); }
    void put_int16(std::int16_t v) { store_big(more(2), static_cast<std::uint16_t>(v)); }
    void put_int32(std::int32_t v) { store_big(more(4), static_cast<std::uint32_t>(v)); }
    void put_int64(std::int64_t v) { store_big(more(8), static_cast<std::uint64_t>(v)); }
    void put_float4(float v) { store_big(more(4), std::bit_cast<std::uint32_t>(v)); }
    void put_float8(double v) { store_big(more(8), std::bit_cast<std::uint64_t>(v)); }
    void put(void const* bytes, std::size_t size) {
        std::byte* const at = more(size);
        if (size != 0) {
            std::memcpy(at, bytes, size);
        }
    }
    void put(std::span<std::byte const> bytes) { put(bytes.data(), bytes.size()); }
    void put(std::string_view text) { put(text.data(), text.size()); }
    /// Behind its size in four bytes.
    template <class U>
    void put_sized(U bits) {
        std::byte* const at = more(4 + sizeof bits);
        store_big(at, std::uint32_t{sizeof bits});
        store_big(at + 4, bits);
    }
    void put_sized(std::string_view text) {
        std::byte* const at = more(4 + text.size());
        store_big(at, static_cast<std::uint32_t>(text.size()));
        if (!text.empty()) {
            std::memcpy(at + 4, text.data(), text.size());
        }
    }
    /// Room for so many bytes in all, so that what is put doesn't move.
    void reserve(std::size_t count) {
        if (count > capacity_) {
            move_to(count);
        }
    }
    /// Writes over four bytes that are there already: a length that is known only behind its value.
    void overwrite_int32(std::size_t at, std::int32_t v) noexcept {
        store_big(bytes_.get() + at, static_cast<std::uint32_t>(v));
    }
    void overwrite_int16(std::size_t at, std::int16_t v) noexcept {
        store_big(bytes_.get() + at, static_cast<std::uint16_t>(v));
    }
    /// Drops what stands behind the first `size` bytes.
    void truncate(std::size_t size) noexcept { size_ = size; }
    void clear() noexcept { size_ = 0; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// Moves when something is put.
    [[nodiscard]] std::byte const* data() const noexcept { return bytes_.get(); }

private:
    [[gnu::always_inline]] inline std::byte* more(std::size_t count) {
        if (capacity_ - size_ < count) [[unlikely]] {
            grow(count);
        }
        std::byte* const at = bytes_.get() + size_;
        size_ += count;
        return at;
    }
    [[gnu::noinline]] void grow(std::size_t count) {
        std::size_t const needed = size_ + count;
        move_to(needed < 256 ? 512 : needed + needed / 2);
    }
    void move_to(std::size_t capacity) {
        auto bytes = std::make_unique_for_overwrite<std::byte[]>(capacity);
        if (size_ != 0) {
            std::memcpy(bytes.get(), bytes_.get(), size_);
        }
        bytes_ = std::move(bytes);
        capacity_ = capacity;
    }

    std::unique_ptr<std::byte[]> bytes_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// Where the bytes of an encoded value are: in the caller's memory (data != nullptr), or in the scratch
/// buffer at `offset`. In text format (binary = false) they are always in the scratch buffer, and a NUL that
/// `size` doesn't count stands behind them, for libpq.
struct encoded_value {
    std::byte const* data = nullptr;
    std::size_t offset = 0;
    std::size_t size = 0;
    bool binary = true;
};

} // namespace athanor::detail
