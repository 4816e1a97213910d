# Makes the C++ file OUTPUT, which defines VARIABLE, a table of TYPE (declared in
# HEADER), from FILES: each ARCH/NAME, the file DIR/ARCH/NAME.SUFFIX.
function(embed_files output)
  cmake_parse_arguments(PARSE_ARGV 1 arg ""
    "DIR;SUFFIX;TYPE;VARIABLE;HEADER" "FILES")
  list(TRANSFORM arg_FILES PREPEND ${arg_DIR}/ OUTPUT_VARIABLE inputs)
  list(TRANSFORM inputs APPEND .${arg_SUFFIX})
  list(JOIN arg_FILES "," files)
  get_filename_component(name ${output} NAME)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DDIR=${arg_DIR} -DOUTPUT=${output}
      -DFILES=${files} -DSUFFIX=${arg_SUFFIX} -DTYPE=${arg_TYPE}
      -DVARIABLE=${arg_VARIABLE} -DHEADER=${arg_HEADER}
      -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${inputs} ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake
    COMMENT "Embedding ${name}"
    VERBATIM)
endfunction()
