#include <doctest/doctest.h>

#include "unit/driver_postgresql/wire_server.hpp"

#include <dlfcn.h>
#include <netdb.h>
#include <netinet/tcp.h>

#include <cstring>
#include <string>

using namespace live;

namespace {
using resolver = int(char const*, char const*, addrinfo const*, addrinfo**);
int resolve(char const* host, char const* port, addrinfo const* hints, addrinfo** found) {
    static auto* const real = reinterpret_cast<resolver*>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return real(host, port, hints, found);
}
constexpr char const* two_addresses = "two.addresses.invalid";
} // namespace

// libpq finds this one before the C library's: a host with two addresses, whatever this machine's network is.
extern "C" int getaddrinfo(char const* host, char const* port, addrinfo const* hints, addrinfo** found) {
    if (host == nullptr || std::strcmp(host, two_addresses) != 0) {
        return resolve(host, port, hints, found);
    }
    if (int const code = resolve("127.0.0.2", port, hints, found); code != 0) {
        return code;
    }
    return resolve("127.0.0.1", port, hints, &(*found)->ai_next);
}

TEST_CASE("of several addresses of one host, one that is silent is passed over") {
    wire_server const real{relay()};
    black_hole const hole{"127.0.0.2", real.port()};
    std::string const url = "postgresql://postgres@" + std::string{two_addresses} + ":" + real.port() +
                            "/postgres?connect_timeout=1&tcp_user_timeout=12345";
    pg_handle const handle{options(url)};
    CHECK(std::string{PQhostaddr(handle.get())} == "127.0.0.1");
    int limit = 0;
    socklen_t size = sizeof limit;
    CHECK(::getsockopt(PQsocket(handle.get()), IPPROTO_TCP, TCP_USER_TIMEOUT, &limit, &size) == 0);
    CHECK(limit == 12345); // what the URL says, not what hurried the handshake
}
