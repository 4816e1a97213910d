# What is embedded in the tool (runtime.cmake, libgcc.cmake and xip.cmake make
# it) from a build for this computer. They are the same files, since they are
# made by clang and by programs that run here.

set(WASM2MPY_NATIVE_BUILD "" CACHE PATH "Folder of a build for this computer")
set(runtime_embedded ${WASM2MPY_NATIVE_BUILD}/runtime/runtime_bitcode.cc)
set(runtime_layout ${WASM2MPY_NATIVE_BUILD}/runtime/runtime_layout.cc)
set(builtins_embedded ${WASM2MPY_NATIVE_BUILD}/builtins/compiler_runtime.cc
  ${WASM2MPY_NATIVE_BUILD}/builtins/builtins_bitcode.cc)
set(xip_embedded ${WASM2MPY_NATIVE_BUILD}/xip/xip_stub.cc)
foreach(file IN LISTS runtime_embedded runtime_layout builtins_embedded
    xip_embedded)
  if(NOT EXISTS ${file})
    message(FATAL_ERROR "${file} not found: build the tool for this computer, "
      "and set WASM2MPY_NATIVE_BUILD to the folder")
  endif()
endforeach()
