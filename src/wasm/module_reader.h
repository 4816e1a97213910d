// The state of read_module(): internal to the reader.
#ifndef WASM2MPY_WASM_MODULE_READER_H_
#define WASM2MPY_WASM_MODULE_READER_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "support/bytes.h"
#include "support/diagnostics.h"
#include "wasm/module.h"
#include "wasm/opcode.h"
#include "wasm/section.h"
#include "wasm/type_reader.h"

namespace wasm2mpy::wasm {

// Sections come in an order in which everything that an entity may refer to
// stands before it (functions count as declared by the function section), so
// one pass decodes and validates. Errors are the cursors' sticky ones; the
// section loop looks at them.
class ModuleReader {
 public:
  ModuleReader(std::span<const uint8_t> bytes, std::string file,
               Diagnostics& diagnostics);
  Result<Module> read();

 private:
  // What is being read, for messages: "import 3" or "import section".
  struct Context {
    std::string_view noun;
    std::optional<uint32_t> index;
    std::string to_string() const;
  };

  struct ExternalType {
    ExternalKind kind = ExternalKind::kFunc;
    uint32_t type_index = 0;  // of functions and tags
    TableType table;
    MemoryType memory;
    GlobalType global;
  };

  // reader.cc
  void read_header();
  void read_section();
  void read_section_content(SectionId id, std::string_view name);
  void check_section_order(int order, uint64_t offset);
  void read_custom_section();
  void read_type_section();
  void read_import_section();
  void read_imports();
  void next_import();
  void add_import(Import import, const ExternalType& type);
  void read_function_section();
  void read_table_section();
  void read_memory_section();
  void read_tag_section();
  void read_global_section();
  void read_export_section();
  void read_start_section();
  void check_ends();
  void finish();

  // reader_segments.cc
  void read_element_section();
  ElementSegment read_element_segment();
  void read_element_kind(ElementSegment& segment, bool is_type);
  void read_element_items(ElementSegment& segment, bool are_expressions);
  void read_data_count_section();
  void read_data_section();
  DataSegment read_data_segment();
  void fail_body(uint32_t function_index);
  void read_code_section();

  // reader_entities.cc
  uint32_t read_count(std::string_view what, uint32_t limit, size_t existing);
  std::string read_name(std::string_view what);
  uint32_t read_function_type();
  ExternalType read_external_type();
  TableType read_table_type();
  MemoryType read_memory_type();
  GlobalType read_global_type();
  Tag read_tag_type();
  uint8_t check_page_size(const RawLimits& raw, uint64_t offset);
  bool check_index(std::string_view what, uint32_t index, size_t count,
                   uint64_t offset);
  void check_type(ValType type, uint64_t offset);
  void fail(uint64_t offset, std::string message) {
    section_.fail_at(offset, std::move(message));
  }
  std::unexpected<Reported> report(uint64_t offset, std::string message);

  Module module_;
  Diagnostics& diagnostics_;
  ByteCursor file_;
  ByteCursor section_;
  Context context_;
  int last_order_ = 0;
  size_t body_count_ = 0;
  size_t import_function_count_ = 0;
  uint64_t repeated_name_bytes_ = 0;  // in groups of imports
  std::unordered_set<std::string> export_names_;
  std::optional<std::span<const uint8_t>> name_section_;
  std::optional<std::span<const uint8_t>> branch_hint_section_;
};

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_MODULE_READER_H_
