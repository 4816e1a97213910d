// Types of what a module imports and exports, in words.
#ifndef WASM2MPY_REPORT_TYPE_TEXT_H_
#define WASM2MPY_REPORT_TYPE_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/module.h"

namespace wasm2mpy {

// "1 byte", "2 bytes".
std::string counted(uint64_t count, std::string_view noun);

// Of a memory in bytes. With memory64 the product may not fit into 64 bits.
std::string byte_count(uint64_t pages, uint64_t page_size);

std::string table_text(const wasm::TableType& type);
std::string global_text(const wasm::GlobalType& type);

// "(i32) -> i32", "2 to 16 pages", "mut i32".
std::string type_text(const wasm::Module& module, wasm::ExternalKind kind,
                      uint32_t index);

}  // namespace wasm2mpy

#endif  // WASM2MPY_REPORT_TYPE_TEXT_H_
