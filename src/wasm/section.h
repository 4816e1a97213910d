// The sections of a module as they stand in the file.
#ifndef WASM2MPY_WASM_SECTION_H_
#define WASM2MPY_WASM_SECTION_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "wasm/module.h"

namespace wasm2mpy::wasm {

enum class SectionId : uint8_t {
  kCustom,
  kType,
  kImport,
  kFunction,
  kTable,
  kMemory,
  kGlobal,
  kExport,
  kStart,
  kElement,
  kCode,
  kData,
  kDataCount,
  kTag,
};

struct SectionInfo {
  std::string_view name;  // "type section"
  int order;  // of the sections that may stand only once; the ids are not it
};

// Null: there is no such section.
const SectionInfo* find_section(uint8_t id);

struct Section {
  SectionId id;
  std::string_view noun;         // "type"
  std::string_view custom_name;  // its own, of a custom section
  uint64_t offset;               // in the file, of what counts as its size
  uint32_t size;
  std::span<const uint8_t> contents;  // of a custom section behind the name
};

// Those of a module that was read, so that nothing is wrong with them.
std::vector<Section> sections_of(const Module& module);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_SECTION_H_
