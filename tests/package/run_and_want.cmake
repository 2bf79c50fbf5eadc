# SPDX-License-Identifier: BSL-1.0
# For the scripts of this folder: commands in ${WORK}, and what they must say.

# run(ok|fails OUTPUT COMMAND...): a command that must end so; OUTPUT gets all that it said.
function(run expected_result output)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE result OUTPUT_VARIABLE text
                    ERROR_VARIABLE text)
    if((expected_result STREQUAL "ok" AND NOT result EQUAL 0) OR (expected_result STREQUAL "fails" AND result EQUAL 0))
        message(FATAL_ERROR "wanted: ${expected_result}, got exit code ${result} from: ${ARGN}\n${text}")
    endif()
    set(${output} "${text}" PARENT_SCOPE)
endfunction()

# A sentence that CMake breaks into lines is still that sentence.
function(want text pattern)
    string(REGEX REPLACE "[ \n]+" " " one_line "${text}")
    if(NOT one_line MATCHES "${pattern}")
        message(FATAL_ERROR "this should say '${pattern}':\n${text}")
    endif()
endfunction()
function(refuse text pattern)
    if(text MATCHES "${pattern}")
        message(FATAL_ERROR "this should not say '${pattern}':\n${text}")
    endif()
endfunction()
