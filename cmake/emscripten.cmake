# The library as WebAssembly: wasm2mpy-core.wasm, wasm2mpy-core.mjs, which loads
# it in browsers, their workers and node, and wasm2mpy.mjs, which is what programs
# import. tools/wasm configures this.
#
# There are no exceptions: the library throws none on its own, so what is left is
# no memory. The module then ends, and wasm2mpy.mjs says so and starts another
# one. LLVM's errors leave by longjmp as ever.

set(functions _malloc _free)
file(READ include/wasm2mpy.h text)
string(REGEX MATCHALL "wasm2mpy_[a-z0-9_]+\\(" calls "${text}")
list(REMOVE_DUPLICATES calls)
foreach(call IN LISTS calls)
  string(REPLACE "(" "" call ${call})
  list(APPEND functions _${call})
endforeach()
list(JOIN functions "," functions)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
file(WRITE ${CMAKE_BINARY_DIR}/empty.cc "")
add_executable(wasm2mpy-core ${CMAKE_BINARY_DIR}/empty.cc)
set_target_properties(wasm2mpy-core PROPERTIES SUFFIX .mjs)
target_link_libraries(wasm2mpy-core PRIVATE wasm2mpy_core)
target_link_options(wasm2mpy-core PRIVATE -O2
  -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker,node -sFILESYSTEM=0
  -sWASM_BIGINT -sNODEJS_CATCH_EXIT=0 -sNODEJS_CATCH_REJECTION=0
  # LLVM recurses.
  -sSTACK_SIZE=8MB -sINITIAL_MEMORY=64MB -sALLOW_MEMORY_GROWTH
  -sMAXIMUM_MEMORY=4GB
  -sEXPORTED_FUNCTIONS=${functions}
  -sEXPORTED_RUNTIME_METHODS=UTF8ToString,HEAPU8
  -sINCOMING_MODULE_JS_API=wasmBinary,instantiateWasm,locateFile,print,printErr)
configure_file(packaging/npm/wasm2mpy.mjs ${CMAKE_BINARY_DIR}/wasm2mpy.mjs
  COPYONLY)
