# SPDX-License-Identifier: BSL-1.0
# athanor_add_migrations(): makes <target>-db, the migrations generator of an application, and compiles the
# migration units into the application.
#
#   athanor_add_migrations(shop
#       HEADER     models.hpp            # the header with the models
#       METADATA   shop::metadata        # athanor::metadata<...> in it
#       DIRECTORY  migrations            # the folder of the units; created by `shop-db init`
#       [URL       sqlite:///shop.db]    # what shop-db takes when neither --url nor DATABASE_URL says otherwise
#       [DRIFT     ERROR|WARNING|OFF])   # what happens when the models differ from the head of the units
#
# Targets: shop-db (the generator), shop_units (the compiled units), and to call by hand
#   MESSAGE="add phone number" cmake --build build --target shop_revision
#   cmake --build build --target shop_upgrade
# Nothing is ever written into the source tree by the build itself: only shop_revision does, when it is asked.

set(ATHANOR_TEMPLATES_DIR "${CMAKE_CURRENT_LIST_DIR}/templates" CACHE INTERNAL "")

# Files of a name make a registry in C++: used before the generator exists, and in no particular order.
function(_athanor_write_unit_list output)
    set(declarations "")
    set(addresses "")
    foreach(id IN LISTS ARGN)
        string(APPEND declarations "extern const athanor::migrate::unit athanor_revision_${id};\n")
        string(APPEND addresses "    &athanor_revision_${id},\n")
    endforeach()
    list(LENGTH ARGN ATHANOR_COUNT)
    if(ATHANOR_COUNT EQUAL 0)
        set(addresses "    nullptr,\n")
    endif()
    set(ATHANOR_DECLARATIONS "${declarations}")
    set(ATHANOR_ADDRESSES "${addresses}")
    configure_file("${ATHANOR_TEMPLATES_DIR}/units.cpp.in" "${output}" @ONLY)
endfunction()

function(athanor_add_migrations target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;METADATA;DIRECTORY;URL;DRIFT" "")
    if(NOT TARGET ${target})
        message(FATAL_ERROR "athanor_add_migrations: '${target}' is not a target. Call add_executable(${target} ...) "
                            "before it.")
    endif()
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "athanor_add_migrations(${target}): unknown arguments: ${arg_UNPARSED_ARGUMENTS}. Known "
                            "are HEADER, METADATA, DIRECTORY, URL and DRIFT.")
    endif()
    foreach(name IN ITEMS HEADER METADATA DIRECTORY)
        if(NOT arg_${name})
            message(FATAL_ERROR "athanor_add_migrations(${target}): ${name} is missing.")
        endif()
    endforeach()
    if(NOT DEFINED arg_DRIFT) # OFF is a value here, not "not given"
        set(arg_DRIFT ERROR)
    endif()
    if(NOT arg_DRIFT MATCHES "^(ERROR|WARNING|OFF)$")
        message(FATAL_ERROR "athanor_add_migrations(${target}): DRIFT is ERROR, WARNING or OFF, not '${arg_DRIFT}'.")
    endif()
    if(NOT TARGET athanor::codegen)
        message(FATAL_ERROR "athanor_add_migrations(${target}): there is no generator: this athanor was built without "
                            "it (ATHANOR_BUILD_CODEGEN=OFF), or with PostgreSQL, and libpq is missing here (Debian: "
                            "libpq-dev).")
    endif()
    cmake_path(ABSOLUTE_PATH arg_HEADER NORMALIZE OUTPUT_VARIABLE header)
    cmake_path(ABSOLUTE_PATH arg_DIRECTORY NORMALIZE OUTPUT_VARIABLE directory)
    if(NOT EXISTS "${header}")
        message(FATAL_ERROR "athanor_add_migrations(${target}): HEADER ${header} does not exist.")
    endif()
    set(generated "${CMAKE_CURRENT_BINARY_DIR}/athanor/${target}")
    file(MAKE_DIRECTORY "${generated}")

    # ---- the units that exist: <revision>_<slug>.cpp -----------------------------------------------------------
    file(GLOB units CONFIGURE_DEPENDS "${directory}/*.cpp")
    set(ids "")
    foreach(file IN LISTS units)
        cmake_path(GET file STEM LAST_ONLY stem)
        string(REGEX REPLACE "_.*" "" id "${stem}")
        file(STRINGS "${file}" said LIMIT_COUNT 1 REGEX "^[ \t]*ATHANOR_REVISION\\([ \t]*[A-Za-z0-9]+[ \t]*,")
        if(said)
            string(REGEX REPLACE "^[ \t]*ATHANOR_REVISION\\([ \t]*([A-Za-z0-9]+).*" "\\1" said "${said}")
            if(NOT said STREQUAL id)
                message(FATAL_ERROR "athanor_add_migrations(${target}): ${file} holds revision ${said}, but its name "
                                    "says ${id}. Name it ${said}_<what it does>.cpp.")
            endif()
        endif()
        if(id IN_LIST ids)
            message(FATAL_ERROR "athanor_add_migrations(${target}): two files in ${directory} are called ${id}_*.cpp.")
        endif()
        list(APPEND ids "${id}")
    endforeach()
    if(units)
        add_library(${target}_units OBJECT ${units})
        target_link_libraries(${target}_units PRIVATE athanor::athanor)
        get_target_property(type ${target} TYPE)
        if(NOT type STREQUAL "EXECUTABLE")
            set_target_properties(${target}_units PROPERTIES POSITION_INDEPENDENT_CODE ON)
        endif()
    endif()

    # ---- <target>-db: the generator ----------------------------------------------------------------------------
    set(ATHANOR_NAME "${target}")
    set(ATHANOR_HEADER "${header}")
    set(ATHANOR_METADATA "${arg_METADATA}")
    set(ATHANOR_DIRECTORY "${directory}")
    set(ATHANOR_URL "${arg_URL}")
    set(ATHANOR_BUILD_DIRECTORY "${CMAKE_BINARY_DIR}")
    configure_file("${ATHANOR_TEMPLATES_DIR}/main.cpp.in" "${generated}/main.cpp" @ONLY)
    _athanor_write_unit_list("${generated}/units.cpp" ${ids})
    add_executable(${target}-db "${generated}/main.cpp" "${generated}/units.cpp")
    target_link_libraries(${target}-db PRIVATE athanor::codegen $<TARGET_PROPERTY:${target},LINK_LIBRARIES>)
    target_include_directories(${target}-db PRIVATE $<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>)
    target_compile_definitions(${target}-db PRIVATE $<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>)
    target_compile_features(${target}-db PRIVATE cxx_std_20)
    if(units)
        target_sources(${target}-db PRIVATE $<TARGET_OBJECTS:${target}_units>)
    endif()

    # ---- the registry, written by the generator into the build folder ------------------------------------------
    # The generator rewrites a file only when its text changes; the stamp keeps the build from asking again.
    add_custom_command(
        OUTPUT "${generated}/registry.stamp"
        BYPRODUCTS "${generated}/registry.cpp" "${generated}/head.hpp"
        COMMAND ${target}-db registry --output-dir "${generated}"
        COMMAND "${CMAKE_COMMAND}" -E touch "${generated}/registry.stamp"
        DEPENDS ${target}-db
        COMMENT "Registry of the migrations of ${target}"
        VERBATIM)
    target_sources(${target} PRIVATE "${generated}/registry.stamp" "${generated}/registry.cpp"
                                     "${generated}/head.hpp")
    target_link_libraries(${target} PRIVATE athanor::athanor)
    if(units)
        target_sources(${target} PRIVATE $<TARGET_OBJECTS:${target}_units>)
    endif()

    # ---- models against head -----------------------------------------------------------------------------------
    if(NOT arg_DRIFT STREQUAL "OFF")
        if(arg_DRIFT STREQUAL "ERROR")
            configure_file("${ATHANOR_TEMPLATES_DIR}/drift_error.cpp.in" "${generated}/drift.cpp" @ONLY)
        else()
            configure_file("${ATHANOR_TEMPLATES_DIR}/drift_warning.cpp.in" "${generated}/drift.cpp" @ONLY)
            set_source_files_properties("${generated}/drift.cpp" PROPERTIES
                                        COMPILE_OPTIONS "-Wno-error=deprecated-declarations")
        endif()
        set_source_files_properties("${generated}/drift.cpp" PROPERTIES OBJECT_DEPENDS "${generated}/head.hpp")
        target_sources(${target} PRIVATE "${generated}/drift.cpp")
    endif()

    # ---- to call by hand ---------------------------------------------------------------------------------------
    add_custom_target(
        ${target}_revision
        COMMAND "${CMAKE_COMMAND}" "-DATHANOR_DB=$<TARGET_FILE:${target}-db>" -P
                "${ATHANOR_TEMPLATES_DIR}/revision.cmake"
        COMMENT "New revision of ${target} from the difference between models and migrations"
        USES_TERMINAL VERBATIM)
    add_custom_target(
        ${target}_upgrade
        COMMAND ${target}-db upgrade head
        COMMENT "Upgrade of the database of ${target} to head"
        USES_TERMINAL VERBATIM)
    add_dependencies(${target}_revision ${target}-db)
    add_dependencies(${target}_upgrade ${target}-db)
endfunction()
