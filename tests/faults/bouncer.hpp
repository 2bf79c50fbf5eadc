#pragma once
// SPDX-License-Identifier: BSL-1.0
// A pgbouncer before the test server, for the time of a test.

#include "unit/driver_postgresql/live.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

class bouncer {
public:
    explicit bouncer(char const* mode) {
        char folder[] = "/tmp/athanor_bouncer.XXXXXX";
        if (::mkdtemp(folder) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        folder_ = folder;
        ::chmod(folder, 0777);
        std::string const script = std::string{ATHANOR_SOURCE_DIR} + "/tests/support/pgbouncer.sh";
        child_ = ::fork();
        if (child_ == 0) {
            ::execlp("bash", "bash", script.c_str(), mode, folder, nullptr);
            ::_exit(127);
        }
        for (int i = 0; i < 500 && !listens(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        if (!listens()) {
            stop();
            throw std::runtime_error("pgbouncer doesn't start: is the package pgbouncer installed?");
        }
    }
    bouncer(bouncer const&) = delete;
    bouncer& operator=(bouncer const&) = delete;
    ~bouncer() { stop(); }

    [[nodiscard]] std::string url(std::string const& database, std::string const& more = {}) const {
        return "postgresql://postgres@/" + database + "?host=" + folder_ + "&port=6432" + more;
    }

private:
    [[nodiscard]] bool listens() const {
        int const fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, (folder_ + "/.s.PGSQL.6432").c_str(), sizeof address.sun_path - 1);
        bool const good = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        ::close(fd);
        return good;
    }
    void stop() {
        ::kill(child_, SIGTERM);
        int status = 0;
        ::waitpid(child_, &status, 0);
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    std::string folder_;
    pid_t child_ = -1;
};
