# SPDX-License-Identifier: BSL-1.0
# athanor::libpq, PostgreSQL's client library. CMake's own FindPostgreSQL also wants the server's headers, which nobody
# needs for it.

if(NOT TARGET athanor::libpq)
    find_package(PkgConfig QUIET)
    if(PKG_CONFIG_FOUND)
        pkg_check_modules(athanor_pc_libpq QUIET libpq)
    endif()
    find_path(ATHANOR_LIBPQ_INCLUDE_DIR libpq-fe.h HINTS ${athanor_pc_libpq_INCLUDE_DIRS}
              PATH_SUFFIXES postgresql pgsql)
    find_library(ATHANOR_LIBPQ_LIBRARY pq HINTS ${athanor_pc_libpq_LIBRARY_DIRS})
    mark_as_advanced(ATHANOR_LIBPQ_INCLUDE_DIR ATHANOR_LIBPQ_LIBRARY)
    if(ATHANOR_LIBPQ_INCLUDE_DIR AND ATHANOR_LIBPQ_LIBRARY)
        add_library(athanor::libpq UNKNOWN IMPORTED GLOBAL)
        set_target_properties(athanor::libpq PROPERTIES IMPORTED_LOCATION "${ATHANOR_LIBPQ_LIBRARY}"
                                                        INTERFACE_INCLUDE_DIRECTORIES "${ATHANOR_LIBPQ_INCLUDE_DIR}")
    endif()
endif()
