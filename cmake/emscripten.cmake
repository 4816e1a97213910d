# The library as WebAssembly, its cores: one for each of LLVM's code generators,
# wasm2mpy-core-arm.wasm and so on, for the page; and wasm2mpy-core-all.wasm, packed
# by Brotli, for npm: the four would weigh 2.7 times as much.
# wasm2mpy-core.mjs loads any of them in browsers, their workers and node;
# wasm2mpy-tables.mjs is what all of them say alike; and wasm2mpy.mjs is what
# programs import. tools/wasm configures this.
#
# There are no exceptions: the library throws none on its own, so what is left is
# no memory. The module then ends, and wasm2mpy.mjs says so and starts another
# one. LLVM's errors leave by longjmp as ever.

find_program(WASM2MPY_NODE node REQUIRED)
mark_as_advanced(WASM2MPY_NODE)
set(npm ${CMAKE_CURRENT_SOURCE_DIR}/packaging/npm)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

set(functions _malloc _free)
foreach(header include/wasm2mpy.h src/api/cores.h)
  file(READ ${header} text)
  string(REGEX MATCHALL "wasm2mpy_[a-z0-9_]+\\(" calls "${text}")
  foreach(call IN LISTS calls)
    string(REPLACE "(" "" call ${call})
    list(APPEND functions _${call})
  endforeach()
endforeach()
list(REMOVE_DUPLICATES functions)
list(JOIN functions "," functions)

# The runtime that code is linked with, of the core's own architectures.
include(cmake/embed_files.cmake)
file(STRINGS src/target/target.cc rows REGEX "^ +\\.(name|core) = \"")
foreach(row IN LISTS rows)
  string(REGEX MATCH "(name|core) = \"(.*)\"" row "${row}")
  if(CMAKE_MATCH_1 STREQUAL name)
    set(arch ${CMAKE_MATCH_2})
  else()
    list(APPEND runtime_of_${CMAKE_MATCH_2} ${arch}/runtime)
  endif()
endforeach()

# wasm-opt uses all processors, and 1.2 GB.
set_property(GLOBAL PROPERTY JOB_POOLS one_link=1)
set(scripts)
foreach(llvm_target IN LISTS llvm_targets ITEMS all)
  string(TOLOWER wasm2mpy-core-${llvm_target} core)
  add_executable(${core} ${llvm_targets_source})
  if(llvm_target STREQUAL all)
    llvm_targets_definition(definition ${llvm_targets})
  else()
    llvm_targets_definition(definition ${llvm_target})
    string(TOLOWER runtime_of_${llvm_target} runtime)
    set(own ${CMAKE_BINARY_DIR}/${runtime}.cc)
    embed_files(${own} DIR ${WASM2MPY_NATIVE_BUILD}/runtime SUFFIX bc
      TYPE RuntimeBitcode VARIABLE kRuntimeBitcode
      HEADER target/runtime_bitcode.h FILES ${${runtime}})
    # Defined here it is not taken from the library.
    target_sources(${core} PRIVATE ${own})
  endif()
  target_compile_definitions(${core} PRIVATE "${definition}")
  set_target_properties(${core} PROPERTIES SUFFIX .mjs JOB_POOL_LINK one_link)
  target_link_libraries(${core} PRIVATE wasm2mpy_core)
  target_link_options(${core} PRIVATE -Oz
    -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker,node -sFILESYSTEM=0
    -sWASM_BIGINT -sNODEJS_CATCH_EXIT=0 -sNODEJS_CATCH_REJECTION=0
    # LLVM recurses.
    -sSTACK_SIZE=8MB -sINITIAL_MEMORY=64MB -sALLOW_MEMORY_GROWTH
    -sMAXIMUM_MEMORY=4GB
    -sEXPORTED_FUNCTIONS=${functions}
    -sEXPORTED_RUNTIME_METHODS=UTF8ToString,HEAPU8
    -sINCOMING_MODULE_JS_API=wasmBinary,instantiateWasm,locateFile,print,printErr)
  list(APPEND scripts ${CMAKE_BINARY_DIR}/${core}.mjs)
endforeach()
set(all wasm2mpy-core-all)
set(packed ${CMAKE_BINARY_DIR}/${all}.wasm.br)
add_custom_command(OUTPUT ${packed}
  COMMAND ${WASM2MPY_NODE} ${npm}/pack.mjs ${all}.wasm ${packed}
  DEPENDS ${all} ${npm}/pack.mjs
  VERBATIM)

# Their scripts differ in nothing but the name.
set(script ${CMAKE_BINARY_DIR}/wasm2mpy-core.mjs)
string(REPLACE ";" "," names "${scripts}")
add_custom_command(OUTPUT ${script}
  COMMAND ${CMAKE_COMMAND} -DSCRIPTS=${names} -DOUTPUT=${script}
    -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/one_script.cmake
  DEPENDS ${scripts} cmake/one_script.cmake
  VERBATIM)
set(tables ${CMAKE_BINARY_DIR}/wasm2mpy-tables.mjs)
add_custom_command(OUTPUT ${tables}
  COMMAND ${WASM2MPY_NODE} ${npm}/tables.mjs ${script} ${all}.wasm ${tables}
  DEPENDS ${script} ${all} ${npm}/tables.mjs
  VERBATIM)
add_custom_target(package_of_cores ALL DEPENDS ${packed} ${tables})
configure_file(${npm}/wasm2mpy.mjs ${CMAKE_BINARY_DIR}/wasm2mpy.mjs COPYONLY)
