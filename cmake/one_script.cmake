# Writes OUTPUT, Emscripten's script for all of its outputs SCRIPTS (with commas
# between them): they must differ in nothing but the name of their WebAssembly.
# Run with cmake -DSCRIPTS=... -DOUTPUT=... -P one_script.cmake

string(REPLACE "," ";" SCRIPTS "${SCRIPTS}")
set(first)
foreach(script IN LISTS SCRIPTS)
  file(READ ${script} text)
  string(REGEX REPLACE "wasm2mpy-core-[a-z0-9]+" "wasm2mpy-core" text "${text}")
  if(NOT first)
    set(first "${text}")
  elseif(NOT text STREQUAL first)
    message(FATAL_ERROR "${script} is another script than that of ${SCRIPTS}")
  endif()
endforeach()
file(WRITE ${OUTPUT} "${first}")
