# Compiles runtime/*.c to LLVM bitcode for every target, one module each, and
# embeds it in the tool, as C++ arrays (src/target/runtime_bitcode.h).

set(runtime_dir ${CMAKE_CURRENT_BINARY_DIR}/runtime)
file(GLOB runtime_sources RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
  CONFIGURE_DEPENDS runtime/*.c runtime/host/*.c)
file(GLOB_RECURSE runtime_headers CONFIGURE_DEPENDS
  runtime/*.h runtime/*.inc runtime/*.def)

# A program of the build, with the LLVM that the tool is made of.
add_executable(merge_bitcode cmake/merge_bitcode.cc)
target_link_libraries(merge_bitcode PRIVATE wasm2mpy_flags wasm2mpy_llvm)

# Offsets and sizes of its structures (src/contract/layout.h).
add_executable(export_layout cmake/export_layout.cc)
target_link_libraries(export_layout PRIVATE wasm2mpy_flags wasm2mpy_llvm)

set(runtime_files)
set(layouts)
set(layout_files)
foreach(arch IN LISTS WASM2MPY_RUNTIME_ARCHS)
  set(parts)
  foreach(source IN LISTS runtime_sources)
    # runtime/host/wasi.c: host_wasi
    string(REGEX REPLACE "^runtime/(.*)\\.c$" "\\1" name ${source})
    string(REPLACE "/" "_" name ${name})
    compile_freestanding(${arch} ${source} ${runtime_dir}/${arch}/${name}.bc
      FLAGS -emit-llvm HEADERS ${runtime_headers})
    list(APPEND parts ${runtime_dir}/${arch}/${name}.bc)
  endforeach()
  add_custom_command(
    OUTPUT ${runtime_dir}/${arch}/runtime.bc
    COMMAND merge_bitcode ${runtime_dir}/${arch}/runtime.bc ${parts}
    DEPENDS ${parts}
    COMMENT "Merging the runtime of ${arch}"
    VERBATIM)
  list(APPEND runtime_files ${arch}/runtime)
  set(layout ${runtime_dir}/${arch}/contract_layout.bc)
  compile_freestanding(${arch} runtime/contract/layout.c ${layout}
    FLAGS -emit-llvm HEADERS ${runtime_headers})
  list(APPEND layouts ${arch} ${layout})
  list(APPEND layout_files ${layout})
endforeach()

set(runtime_layout ${runtime_dir}/runtime_layout.cc)
add_custom_command(
  OUTPUT ${runtime_layout}
  COMMAND export_layout ${runtime_layout} ${layouts}
  DEPENDS ${layout_files}
  COMMENT "Reading the layout of the runtime's structures"
  VERBATIM)

set(runtime_embedded ${runtime_dir}/runtime_bitcode.cc)
embed_files(${runtime_embedded} DIR ${runtime_dir} SUFFIX bc
  TYPE RuntimeBitcode VARIABLE kRuntimeBitcode
  HEADER target/runtime_bitcode.h FILES ${runtime_files})
