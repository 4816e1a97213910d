# Compiles the stub of --xip (runtime/xip/) to an object for every architecture
# whose code can stay in flash, which is all of those that need no relocations,
# and embeds them in the tool (src/target/xip_stub.h).

set(xip_dir ${CMAKE_CURRENT_BINARY_DIR}/xip)
set(xip_files)
foreach(row IN LISTS WASM2MPY_RUNTIME_TARGETS)
  if(row MATCHES "RT_DATA_APART")
    continue()
  endif()
  string(REGEX MATCH "^ *([^ |]+)" arch "${row}")
  set(arch ${CMAKE_MATCH_1})
  compile_freestanding(${arch} runtime/xip/xip.c ${xip_dir}/${arch}/xip.o
    FLAGS -ffunction-sections HEADERS ${runtime_headers})
  list(APPEND xip_files ${arch}/xip)
endforeach()

set(xip_embedded ${xip_dir}/xip_stub.cc)
embed_files(${xip_embedded} DIR ${xip_dir} SUFFIX o
  TYPE XipStub VARIABLE kXipStubs HEADER target/xip_stub.h FILES ${xip_files})
