// The sections of a module (specification 3.0, "Binary Format / Modules").
#include "wasm/reader.h"

#include <format>
#include <iterator>
#include <utility>

#include "wasm/branch_hints.h"
#include "wasm/const_expr.h"
#include "wasm/limits.h"
#include "wasm/module_reader.h"
#include "wasm/name_section.h"

namespace wasm2mpy::wasm {
namespace {

using enum SectionId;

constexpr std::string_view kSectionEnd =
    "unexpected end of section or function";

// Module offsets are kept in 32 bits.
constexpr size_t kMaxModuleSize = size_t{1} << 30;

}  // namespace

ModuleReader::ModuleReader(std::span<const uint8_t> bytes, std::string file,
                           Diagnostics& diagnostics)
    : diagnostics_(diagnostics), file_(bytes) {
  module_.file = std::move(file);
  module_.bytes = bytes;
}

std::string ModuleReader::Context::to_string() const {
  if (!index) return std::string(noun);
  return std::format("{} {}", noun, *index);
}

std::unexpected<Reported> ModuleReader::report(uint64_t offset,
                                               std::string message) {
  return diagnostics_.fail({.severity = Severity::kError,
                            .file = module_.file,
                            .offset = offset,
                            .context = context_.to_string(),
                            .message = std::move(message)});
}

Result<Module> ModuleReader::read() {
  if (module_.bytes.size() > kMaxModuleSize) {
    return report(0, std::format("module too large (got {} bytes, limit {})",
                                 module_.bytes.size(), kMaxModuleSize));
  }
  read_header();
  while (file_.ok() && section_.ok() && !file_.at_end()) read_section();
  if (file_.ok() && section_.ok()) check_ends();
  for (const ByteCursor* cursor : {&section_, &file_}) {
    if (cursor->ok()) continue;
    return report(cursor->error().offset, cursor->error().message);
  }
  finish();
  return std::move(module_);
}

void ModuleReader::read_header() {
  constexpr uint32_t kMagic = 0x6d736100;  // "\0asm"
  constexpr uint32_t kVersion = 1;
  uint32_t magic = file_.read_u32("magic header");
  if (file_.ok() && magic != kMagic) {
    file_.fail_at(0, std::format("magic header not detected (got 0x{:08x}, "
                                 "expected 0x{:08x}): not a WebAssembly "
                                 "binary module",
                                 magic, kMagic));
  }
  uint32_t version = file_.read_u32("binary version");
  if (file_.ok() && version != kVersion) {
    // The upper half is the "layer": components share the magic number.
    std::string hint = version >> 16 == 1 ? ", a component" : "";
    file_.fail_at(4, std::format("unknown binary version 0x{:x}{} (expected "
                                 "{})",
                                 version, hint, kVersion));
  }
}

void ModuleReader::read_section() {
  uint64_t offset = file_.offset();
  context_ = {};
  uint8_t id = file_.read_u8("section id");
  const SectionInfo* info = find_section(id);
  if (!info) {
    file_.fail_at(offset, std::format("malformed section id {}", id));
    return;
  }
  context_ = {info->name, {}};
  uint32_t size = file_.read_leb_u32("section size");
  if (!file_.ok()) return;
  if (size > file_.remaining()) {
    file_.fail_at(offset, std::format("length out of bounds (section of {} "
                                      "bytes, {} left)",
                                      size, file_.remaining()));
    return;
  }
  section_ = file_.read_part(size, "section", kSectionEnd);
  if (SectionId(id) != kCustom) check_section_order(info->order, offset);
  if (!section_.ok()) return;
  read_section_content(SectionId(id), info->name);
}

void ModuleReader::check_section_order(int order, uint64_t offset) {
  if (order <= last_order_) {
    fail(offset, "unexpected content after last section: section is repeated "
                 "or out of order");
  }
  last_order_ = order;
}

void ModuleReader::read_section_content(SectionId id, std::string_view name) {
  switch (id) {
    case kCustom:
      return read_custom_section();
    case kType:
      read_type_section();
      break;
    case kImport:
      read_import_section();
      break;
    case kFunction:
      read_function_section();
      break;
    case kTable:
      read_table_section();
      break;
    case kMemory:
      read_memory_section();
      break;
    case kTag:
      read_tag_section();
      break;
    case kGlobal:
      read_global_section();
      break;
    case kExport:
      read_export_section();
      break;
    case kStart:
      read_start_section();
      break;
    case kElement:
      read_element_section();
      break;
    case kDataCount:
      read_data_count_section();
      break;
    case kCode:
      read_code_section();
      break;
    case kData:
      read_data_section();
      break;
  }
  if (!section_.ok()) return;
  context_ = {name, {}};
  if (!section_.at_end()) {
    section_.fail(std::format("section size mismatch ({} bytes left)",
                              section_.remaining()));
  }
}

void ModuleReader::read_custom_section() {
  std::string name = read_name("name of the custom section");
  if (!section_.ok()) return;
  std::span<const uint8_t> content =
      section_.read_bytes(section_.remaining(), "custom section");
  add_custom_section(name, module_.origin);
  if (name == "name" && !name_section_) name_section_ = content;
  if (name == "metadata.code.branch_hint" && !branch_hint_section_)
    branch_hint_section_ = content;
}

void ModuleReader::read_type_section() {
  TypeSectionReader(section_, module_.types).read();
}

void ModuleReader::read_import_section() {
  uint32_t count = read_count("import", kMaxImports, 0);
  for (uint32_t i = 0; i < count && section_.ok(); ++i) read_imports();
  import_function_count_ = module_.functions.size();
}

// One import, or several of the same module (the proposal compact import
// section): behind an empty name, either all of them with their types or one
// type and their names.
// https://github.com/WebAssembly/compact-import-section
void ModuleReader::read_imports() {
  constexpr uint8_t kSeveral = 0x7f;
  constexpr uint8_t kSeveralOfOneType = 0x7e;
  next_import();
  Import import = {};
  import.offset = section_.offset();
  import.module = read_name("module name");
  import.name = read_name("name");
  uint8_t form = section_.peek();
  bool is_group = form == kSeveral || form == kSeveralOfOneType;
  if (!import.name.empty() || !is_group)
    return add_import(std::move(import), read_external_type());
  section_.read_u8("import kind");
  std::optional<ExternalType> type;
  if (form == kSeveralOfOneType) type = read_external_type();
  uint64_t offset = section_.offset();
  uint32_t count = read_count("import", kMaxImports, module_.imports.size());
  repeated_name_bytes_ += uint64_t{count} * import.module.size();
  if (repeated_name_bytes_ > kMaxRepeatedNames) {
    fail(offset, std::format("too many bytes of module names (limit {})",
                             kMaxRepeatedNames));
  }
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    next_import();
    import.offset = section_.offset();
    import.name = read_name("name");
    add_import(import, type ? *type : read_external_type());
  }
}

void ModuleReader::next_import() {
  context_ = {"import", uint32_t(module_.imports.size())};
}

void ModuleReader::add_import(Import import, const ExternalType& type) {
  auto index = uint32_t(module_.imports.size());
  import.kind = type.kind;
  auto declare = [&](auto& entities, auto entity) {
    import.index = uint32_t(entities.size());
    entities.push_back(std::move(entity));
  };
  switch (type.kind) {
    case ExternalKind::kFunc:
      declare(module_.functions,
              Function{.type_index = type.type_index, .import = index});
      break;
    case ExternalKind::kTable:
      declare(module_.tables, Table{type.table, index, {}});
      break;
    case ExternalKind::kMemory:
      declare(module_.memories, Memory{type.memory, index});
      break;
    case ExternalKind::kGlobal:
      declare(module_.globals, Global{type.global, index, {}});
      break;
    case ExternalKind::kTag:
      declare(module_.tags, Tag{type.type_index, index});
      break;
  }
  module_.imports.push_back(std::move(import));
}

void ModuleReader::read_function_section() {
  uint32_t count =
      read_count("function", kMaxFunctions, module_.functions.size());
  module_.functions.reserve(module_.functions.size() + count);
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    context_ = {"func", uint32_t(module_.functions.size())};
    uint32_t type = read_function_type();
    if (section_.ok())
      module_.functions.push_back({.type_index = type, .import = std::nullopt});
  }
}

void ModuleReader::read_table_section() {
  constexpr uint8_t kWithInitialiser = 0x40;
  uint32_t count = read_count("table", kMaxTables, module_.tables.size());
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    context_ = {"table", uint32_t(module_.tables.size())};
    uint64_t offset = section_.offset();
    bool has_init = section_.peek() == kWithInitialiser;
    if (has_init) {
      section_.read_u8("table");
      uint8_t reserved = section_.read_u8("table");
      if (reserved != 0) {
        fail(offset, std::format("malformed table: reserved byte is 0x{:02x}",
                                 reserved));
      }
    }
    Table table = {read_table_type(), std::nullopt, {}};
    ValType element = table.type.element;
    if (has_init) {
      table.init = read_const_expr(section_, module_, element,
                                   "initial value of the table");
    } else if (!element.is_defaultable()) {
      fail(offset, std::format("type mismatch: table of {} needs an initial "
                               "value",
                               to_string(element)));
    }
    module_.tables.push_back(std::move(table));
  }
}

void ModuleReader::read_memory_section() {
  uint32_t count = read_count("memory", kMaxMemories, module_.memories.size());
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    context_ = {"memory", uint32_t(module_.memories.size())};
    module_.memories.push_back({read_memory_type(), std::nullopt});
  }
}

void ModuleReader::read_tag_section() {
  uint32_t count = read_count("tag", kMaxTags, module_.tags.size());
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    context_ = {"tag", uint32_t(module_.tags.size())};
    module_.tags.push_back(read_tag_type());
  }
}

void ModuleReader::read_global_section() {
  uint32_t count = read_count("global", kMaxGlobals, module_.globals.size());
  module_.globals.reserve(module_.globals.size() + count);
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    context_ = {"global", uint32_t(module_.globals.size())};
    Global global = {read_global_type(), std::nullopt, {}};
    global.init = read_const_expr(section_, module_, global.type.type,
                                  "initial value of the global");
    module_.globals.push_back(std::move(global));
  }
}

void ModuleReader::read_export_section() {
  uint32_t count = read_count("export", kMaxExports, 0);
  for (uint32_t i = 0; i < count && section_.ok(); ++i) {
    context_ = {"export", i};
    uint64_t offset = section_.offset();
    std::string name = read_name("name");
    uint64_t kind_offset = section_.offset();
    uint8_t kind = section_.read_u8("export kind");
    uint32_t index = section_.read_leb_u32("index");
    size_t counts[] = {module_.functions.size(), module_.tables.size(),
                       module_.memories.size(), module_.globals.size(),
                       module_.tags.size()};
    constexpr std::string_view kNouns[] = {"function", "table", "memory",
                                           "global", "tag"};
    if (!section_.ok()) return;
    if (kind >= std::size(counts)) {
      fail(kind_offset, std::format("malformed export kind 0x{:02x}", kind));
      return;
    }
    if (!check_index(kNouns[kind], index, counts[kind], kind_offset)) return;
    if (!export_names_.insert(name).second) {
      fail(offset, std::format("duplicate export name {}", quote(name)));
      return;
    }
    auto external = ExternalKind(kind);
    if (external == ExternalKind::kFunc) {
      declare_function_reference(module_, index);
      auto& first_export = module_.functions[index].first_export;
      if (!first_export) first_export = i;
    }
    module_.exports.push_back({std::move(name), external, index, offset});
  }
}

void ModuleReader::read_start_section() {
  uint64_t offset = section_.offset();
  uint32_t index = section_.read_leb_u32("function index");
  if (!section_.ok() ||
      !check_index("function", index, module_.functions.size(), offset)) {
    return;
  }
  const FuncType& type = module_.func_type(index);
  if (!type.params.empty() || !type.results.empty()) {
    fail(offset, std::format("start function has parameters or results (got "
                             "{}, expected {})",
                             to_string(type), to_string(FuncType{})));
  }
  module_.start = index;
}

// What only shows when no section is left.
void ModuleReader::check_ends() {
  context_ = {};
  size_t defined = module_.functions.size() - import_function_count_;
  if (body_count_ != defined) {
    file_.fail(std::format("function and code section have inconsistent "
                           "lengths ({} functions, {} bodies)",
                           defined, body_count_));
  }
  if (module_.data_count && *module_.data_count != module_.data.size()) {
    file_.fail(std::format("data count and data section have inconsistent "
                           "lengths ({} announced, {} found)",
                           *module_.data_count, module_.data.size()));
  }
}

void ModuleReader::finish() {
  module_.declared_refs.resize(module_.functions.size());
  if (branch_hint_section_) {
    module_.branch_hints =
        read_branch_hints(*branch_hint_section_, module_.functions);
  }
  if (!name_section_) return;
  module_.names = read_name_section(*name_section_, module_);
}

Result<Module> read_module(std::span<const uint8_t> bytes, std::string file,
                           Diagnostics& diagnostics) {
  return ModuleReader(bytes, std::move(file), diagnostics).read();
}

}  // namespace wasm2mpy::wasm
