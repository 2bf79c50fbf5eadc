# SPDX-License-Identifier: BSL-1.0
# How athanor builds itself: never applied to a project that uses athanor.

if(PROJECT_IS_TOP_LEVEL)
    set(CMAKE_CXX_EXTENSIONS OFF)
    set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
    find_program(ATHANOR_CCACHE ccache)
    if(ATHANOR_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${ATHANOR_CCACHE}")
    endif()
    find_program(ATHANOR_MOLD mold)
    if(ATHANOR_MOLD)
        add_link_options(-fuse-ld=mold)
    endif()
endif()

option(ATHANOR_WARNINGS_AS_ERRORS "Warnings in athanor's own sources are errors" ${PROJECT_IS_TOP_LEVEL})

# Link it PRIVATE (as $<BUILD_INTERFACE:athanor_warnings> where the target is installed).
add_library(athanor_warnings INTERFACE)
target_compile_options(athanor_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(ATHANOR_WARNINGS_AS_ERRORS)
    target_compile_options(athanor_warnings INTERFACE -Werror)
endif()
