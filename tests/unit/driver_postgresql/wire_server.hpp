#pragma once
// SPDX-License-Identifier: BSL-1.0
// A server under the test's control: one that speaks by a script, or stands like a pooler before the real
// one.

#include "unit/driver_postgresql/live.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace live {

inline std::string be32(std::uint32_t v) {
    std::string out(4, '\0');
    for (int i = 0; i < 4; ++i) {
        out[static_cast<std::size_t>(i)] = static_cast<char>((v >> (24 - 8 * i)) & 0xff);
    }
    return out;
}
inline std::uint32_t from_be32(std::string_view s) {
    std::uint32_t v = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        v = (v << 8) | static_cast<unsigned char>(s[i]);
    }
    return v;
}
inline std::string message(char type, std::string const& body) {
    return type + be32(static_cast<std::uint32_t>(body.size() + 4)) + body;
}
inline std::string error_message(std::string const& severity, std::string const& state,
                                 std::string const& text) {
    std::string const end(1, '\0');
    return message('E',
                   "S" + severity + end + "V" + severity + end + "C" + state + end + "M" + text + end + end);
}
inline std::string parameter_message(std::string const& name, std::string const& value) {
    return message('S', name + '\0' + value + '\0');
}

inline bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}
inline std::string read_exactly(int fd, std::size_t size) {
    std::string out;
    while (out.size() < size) {
        char buffer[4096];
        auto const n = ::recv(fd, buffer, std::min(sizeof buffer, size - out.size()), 0);
        if (n <= 0) {
            throw std::runtime_error("end of stream");
        }
        out.append(buffer, static_cast<std::size_t>(n));
    }
    return out;
}
/// The startup packet; requests for encryption are answered with no.
inline std::string read_startup(int fd) {
    for (;;) {
        std::string const length = read_exactly(fd, 4);
        std::string const rest = read_exactly(fd, from_be32(length) - 4);
        std::uint32_t const code = from_be32(rest);
        if (code != 80877103 && code != 80877104) {
            return length + rest;
        }
        write_all(fd, "N");
    }
}
inline std::string read_message(int fd) {
    std::string out = read_exactly(fd, 5);
    return out + read_exactly(fd, from_be32(out.substr(1)) - 4);
}

/// Listens on a port of its own and calls the handler for each connection, in a thread.
class wire_server {
public:
    using handler = std::function<void(int fd)>;
    explicit wire_server(handler h, int family = AF_INET)
        : handler_{std::move(h)}
        , listener_{::socket(family, SOCK_STREAM, 0)} {
        if (family == AF_INET6) {
            sockaddr_in6 address{};
            address.sin6_family = AF_INET6;
            address.sin6_addr = in6addr_loopback;
            bind_to(address);
            port_ = ntohs(address.sin6_port);
        } else {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            bind_to(address);
            port_ = ntohs(address.sin_port);
        }
        thread_ = std::thread{[this] { accept_all(); }};
    }
    wire_server(wire_server const&) = delete;
    wire_server& operator=(wire_server const&) = delete;
    ~wire_server() {
        stopping_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        {
            std::lock_guard const lock{mutex_};
            for (int const fd : open_) {
                ::shutdown(fd, SHUT_RDWR);
            }
        }
        for (auto& t : workers_) {
            t.join();
        }
        for (int const fd : open_) {
            ::close(fd);
        }
        ::close(listener_);
    }
    [[nodiscard]] std::string port() const { return std::to_string(port_); }
    /// Says something to every client, out of turn.
    void say(std::string_view bytes) {
        std::lock_guard const lock{mutex_};
        for (int const fd : open_) {
            write_all(fd, bytes);
        }
    }
    [[nodiscard]] std::string url(std::string const& login = "u", std::string const& database = "db",
                                  std::string const& options = {}) const {
        return "postgresql://" + login + "@127.0.0.1:" + port() + '/' + database + options;
    }

private:
    template <class Address>
    void bind_to(Address& address) {
        socklen_t size = sizeof address;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
            ::listen(listener_, 16) != 0 ||
            ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            ::close(listener_);
            throw std::runtime_error("no local port to listen on");
        }
    }
    void accept_all() {
        while (!stopping_) {
            int const fd = ::accept(listener_, nullptr, nullptr);
            if (fd < 0) {
                return;
            }
            std::lock_guard const lock{mutex_};
            open_.push_back(fd);
            workers_.emplace_back([this, fd] {
                try {
                    handler_(fd);
                } catch (std::exception const&) { // the client went: nothing left to do
                }
                ::shutdown(fd, SHUT_RDWR);
            });
        }
    }

    handler handler_;
    int listener_;
    int port_ = 0;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::vector<int> open_;
    std::vector<std::thread> workers_;
    std::thread thread_;
};

/// A port that answers nothing at all, like an address that nobody has: its queue of callers is full.
class black_hole {
public:
    explicit black_hole(std::string const& host, std::string const& port = "0") {
        addrinfo wanted{};
        wanted.ai_flags = AI_NUMERICHOST;
        wanted.ai_socktype = SOCK_STREAM;
        addrinfo* found = nullptr;
        if (::getaddrinfo(host.c_str(), port.c_str(), &wanted, &found) != 0) {
            throw std::runtime_error("no address");
        }
        sockaddr_storage address{};
        socklen_t size = found->ai_addrlen;
        std::memcpy(&address, found->ai_addr, size);
        ::freeaddrinfo(found);
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        sockets_.push_back(::socket(any->sa_family, SOCK_STREAM, 0));
        if (::bind(sockets_[0], any, size) != 0 || ::listen(sockets_[0], 0) != 0 ||
            ::getsockname(sockets_[0], any, &size) != 0) {
            ::close(sockets_[0]);
            throw std::runtime_error("no local port");
        }
        port_ = std::to_string(ntohs(any->sa_family == AF_INET
                                         ? reinterpret_cast<sockaddr_in*>(any)->sin_port
                                         : reinterpret_cast<sockaddr_in6*>(any)->sin6_port));
        for (int i = 0; i < 4; ++i) {
            sockets_.push_back(::socket(any->sa_family, SOCK_STREAM | SOCK_NONBLOCK, 0));
            (void)::connect(sockets_.back(), any, size);
        }
    }
    black_hole(black_hole const&) = delete;
    black_hole& operator=(black_hole const&) = delete;
    ~black_hole() {
        for (int const fd : sockets_) {
            ::close(fd);
        }
    }
    [[nodiscard]] std::string const& port() const { return port_; }

private:
    std::vector<int> sockets_;
    std::string port_;
};

/// Stands before the test cluster. `change` may rewrite each message that the server sends before it is
/// ready.
using message_change = std::function<std::string(std::string)>;
inline wire_server::handler relay(message_change change = {}) {
    std::string const path = socket_folder() + "/.s.PGSQL.5432";
    return [path, change](int client) {
        int const server = ::socket(AF_UNIX, SOCK_STREAM, 0);
        struct closer {
            int fd;
            ~closer() { ::close(fd); }
        } const close_server{server};
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        if (::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            return;
        }
        write_all(server, read_startup(client));
        for (bool ready = !change; !ready;) {
            std::string const m = read_message(server);
            ready = m[0] == 'Z';
            write_all(client, change(m));
        }
        pollfd both[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        for (;;) {
            ::poll(both, 2, -1);
            for (int i = 0; i < 2; ++i) {
                if (both[i].revents == 0) {
                    continue;
                }
                char buffer[8192];
                auto const n = ::recv(both[i].fd, buffer, sizeof buffer, 0);
                if (n <= 0 || !write_all(both[1 - i].fd, {buffer, static_cast<std::size_t>(n)})) {
                    return;
                }
            }
        }
    };
}

} // namespace live
