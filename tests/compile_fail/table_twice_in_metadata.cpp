// says: "User is in metadata<...> twice"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

struct User {
    std::int64_t id{};
};

#ifdef MISTAKE
using metadata = orm::metadata<User, User>;
#else
using metadata = orm::metadata<User>;
#endif
} // namespace shop

std::uint64_t fingerprint() {
    return shop::metadata::fingerprint;
}
