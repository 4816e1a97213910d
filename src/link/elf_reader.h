// Reading of ELF relocatable objects.
#ifndef WASM2MPY_LINK_ELF_READER_H_
#define WASM2MPY_LINK_ELF_READER_H_

#include "link/linker.h"
#include "link/machine.h"
#include "link/object.h"

namespace wasm2mpy::link {

// Reads the sections, symbols and relocations of `file`, which must be a
// relocatable object for `target`. Input of any kind is safe: on success all
// indexes in the result are valid. Names and contents in the result point into
// the file's bytes.
Result<Object> read_elf(const InputFile& file, const Target& target,
                        const Machine& machine, Diagnostics& diagnostics);

}  // namespace wasm2mpy::link

#endif  // WASM2MPY_LINK_ELF_READER_H_
