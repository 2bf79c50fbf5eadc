// SPDX-License-Identifier: BSL-1.0
#include "files.hpp"

#include <athanor/base/error.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <unistd.h>

namespace athanor::codegen::detail {

namespace {

[[noreturn]] void fail(std::filesystem::path const& file, std::string_view what) {
    throw error{error_kind::file, std::string(what) + " " + file.string() + ": " + std::strerror(errno)};
}

// A file beside `file` with the content on the disk; removed again unless it got its name.
class beside {
public:
    beside(std::filesystem::path const& file, std::string_view content)
        : path_{file} {
        path_ += ".tmp" + std::to_string(getpid());
        int const fd = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0) {
            auto const cause = errno;
            path_.clear();
            errno = cause;
            fail(file, "can't write");
        }
        bool good = true;
        while (good && !content.empty()) {
            auto const n = ::write(fd, content.data(), content.size());
            if (n > 0) {
                content.remove_prefix(static_cast<std::size_t>(n));
            } else if (n < 0 && errno != EINTR) {
                good = false;
            }
        }
        good = good && fsync(fd) == 0;
        auto const cause = errno;
        bool const closed = close(fd) == 0;
        if (!good || !closed) {
            unlink(path_.c_str());
            errno = good ? errno : cause;
            path_.clear();
            fail(file, "can't write");
        }
    }
    beside(beside const&) = delete;
    beside& operator=(beside const&) = delete;
    ~beside() {
        if (!path_.empty()) {
            unlink(path_.c_str());
        }
    }
    [[nodiscard]] char const* name() const { return path_.c_str(); }

private:
    std::filesystem::path path_;
};

void sync_folder(std::filesystem::path const& folder) {
    int const fd = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
}

} // namespace

void write_new_file(std::filesystem::path const& file, std::string_view content) {
    beside const written{file, content};
    // link() refuses a name that is taken, which rename() would overwrite.
    if (link(written.name(), file.c_str()) != 0) {
        fail(file, errno == EEXIST ? "won't overwrite" : "can't write");
    }
    sync_folder(file.parent_path());
}

bool write_if_changed(std::filesystem::path const& file, std::string_view content) {
    if (std::ifstream in{file, std::ios::binary}) {
        std::string const old{std::istreambuf_iterator<char>{in}, {}};
        if (old == content) {
            return false;
        }
    }
    beside const written{file, content};
    if (rename(written.name(), file.c_str()) != 0) {
        fail(file, "can't write");
    }
    return true;
}

std::string slug(std::string_view message) {
    std::string out;
    for (char const c : message) {
        bool const upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!out.empty() && out.back() != '_') {
            out += '_';
        }
    }
    if (out.size() > 40) {
        // At a word's end, if there is one.
        auto const cut = out.rfind('_', 40);
        out.resize(cut == std::string::npos || cut < 20 ? 40 : cut);
    }
    while (out.ends_with('_')) {
        out.pop_back();
    }
    return out;
}

} // namespace athanor::codegen::detail
