// The order is that of the questions users have: what can I call, what does it
// want from me, how much memory does it take, and what is in it.
#include "report/inspect.h"

#include <algorithm>
#include <format>
#include <string_view>
#include <vector>

#include "analysis/module_features.h"
#include "report/type_text.h"
#include "support/demangle.h"
#include "support/text.h"
#include "wasm/section.h"

namespace wasm2mpy {
namespace {

using wasm::ExternalKind;

// Names of C, Rust or AssemblyScript stay as they are; others are quoted, so
// that the reader sees where they start and end.
std::string shown_name(std::string_view name) {
  bool is_plain = !name.empty() && name.size() <= 80 &&
                  std::ranges::all_of(name, [](char c) {
                    return c > ' ' && c < 0x7f && c != '\'' && c != '(' &&
                           c != ':' && c != '\\';
                  });
  return is_plain ? std::string(name) : quote(name);
}

class Describer {
 public:
  explicit Describer(const wasm::Module& module) : module_(module) {}

  Result<std::string> describe(Diagnostics& diagnostics);

 private:
  void add(std::string_view line) {
    text_ += line;
    text_ += '\n';
  }
  // A blank line and a headline, when there is anything below it.
  void add_headline(std::string_view headline, bool is_needed);
  void add_field(std::string_view name, std::string_view value) {
    add(std::format("  {:<10} {}", name, value));
  }
  // "func add(i32) -> i32": kind, name and type of what an import or export
  // names.
  std::string entity(ExternalKind kind, uint32_t index,
                     std::string_view name) const;
  // ", exported as memory": how an entity is known outside; may be empty.
  std::string known_as(ExternalKind kind, uint32_t index,
                       std::optional<uint32_t> import) const;

  void add_summary(const ModuleFeatures& features);
  void add_imports();
  void add_exports();
  void add_memories(const ModuleFeatures& features);
  void add_tables();
  void add_globals();
  void add_tags();
  std::string fields_text(uint32_t type) const;
  void add_types();
  void add_sections();
  std::string entry_text() const;

  const wasm::Module& module_;
  std::string text_;
};

Result<std::string> Describer::describe(Diagnostics& diagnostics) {
  Result<ModuleFeatures> features = find_features(module_, diagnostics);
  if (!features) return std::unexpected(Reported{});
  add(std::format("{}: WebAssembly module, {} in binary", module_.file,
                  counted(module_.bytes.size(), "byte")));
  add_exports();
  add_imports();
  add_memories(*features);
  add_tables();
  add_globals();
  add_tags();
  add_types();
  add_summary(*features);
  add_sections();
  return text_;
}

void Describer::add_headline(std::string_view headline, bool is_needed) {
  if (is_needed) add(std::format("\n{}", headline));
}

std::string Describer::entity(ExternalKind kind, uint32_t index,
                              std::string_view name) const {
  bool is_signature = kind == ExternalKind::kFunc || kind == ExternalKind::kTag;
  return std::format("  {:<6} {}{}{}", to_string(kind), name,
                     is_signature ? "" : ": ", type_text(module_, kind, index));
}

void Describer::add_exports() {
  add_headline("exports", !module_.exports.empty());
  for (const wasm::Export& row : module_.exports) {
    add(entity(row.kind, row.index, shown_name(row.name)));
  }
}

void Describer::add_imports() {
  add_headline("imports", !module_.imports.empty());
  for (const wasm::Import& row : module_.imports) {
    add(entity(row.kind, row.index,
               shown_name(row.module) + "." + shown_name(row.name)));
  }
}

std::string Describer::known_as(ExternalKind kind, uint32_t index,
                                std::optional<uint32_t> import) const {
  std::string text;
  if (import) {
    const wasm::Import& row = module_.imports[*import];
    text += ", imported from " + shown_name(row.module) + "." +
            shown_name(row.name);
  }
  for (const wasm::Export& row : module_.exports) {
    if (row.kind != kind || row.index != index) continue;
    text += ", exported as " + shown_name(row.name);
    break;
  }
  return text;
}

void Describer::add_memories(const ModuleFeatures& features) {
  add_headline("memories", !module_.memories.empty());
  for (uint32_t index = 0; index < module_.memories.size(); ++index) {
    const wasm::Memory& memory = module_.memories[index];
    const wasm::Limits& limits = memory.type.limits;
    uint64_t page_size = memory.type.page_size();
    std::string size = byte_count(limits.min, page_size);
    if (limits.has_max && limits.max != limits.min) {
      size += ", at most " + byte_count(limits.max, page_size);
    }
    add_field(std::format("memory {}", index),
              size + known_as(ExternalKind::kMemory, index, memory.import));
  }
  if (module_.memories.empty()) return;
  add_field("grows", features.functions_that_grow == 0
                         ? "never: no function has memory.grow"
                         : std::format("memory.grow in {}",
                                       counted(features.functions_that_grow,
                                               "function")));
  uint64_t data_size = 0;
  for (const wasm::DataSegment& segment : module_.data) {
    data_size += segment.bytes.size();
  }
  add_field("data", std::format("{} in {}", counted(data_size, "byte"),
                                counted(module_.data.size(), "segment")));
}

void Describer::add_tables() {
  add_headline("tables", !module_.tables.empty());
  for (uint32_t index = 0; index < module_.tables.size(); ++index) {
    const wasm::Table& table = module_.tables[index];
    add_field(std::format("table {}", index),
              table_text(table.type) +
                  known_as(ExternalKind::kTable, index, table.import));
  }
}

void Describer::add_globals() {
  add_headline("globals", !module_.globals.empty());
  for (uint32_t index = 0; index < module_.globals.size(); ++index) {
    const wasm::Global& global = module_.globals[index];
    std::string name;
    if (index < module_.names.globals.size() &&
        !module_.names.globals[index].empty()) {
      name = " " + quote(module_.names.globals[index]);
    }
    add_field(std::format("global {}", index),
              global_text(global.type) + name +
                  known_as(ExternalKind::kGlobal, index, global.import));
  }
}

void Describer::add_tags() {
  add_headline("tags", !module_.tags.empty());
  for (uint32_t index = 0; index < module_.tags.size(); ++index) {
    const wasm::Tag& tag = module_.tags[index];
    add_field(std::format("tag {}", index),
              to_signature(module_.types[tag.type_index].func) +
                  known_as(ExternalKind::kTag, index, tag.import));
  }
}

// "x: mut i32, f64".
std::string Describer::fields_text(uint32_t type) const {
  auto names = module_.names.fields.find(type);
  std::vector<std::string> texts;
  for (const wasm::FieldType& field : module_.types[type].fields) {
    std::string text = (field.is_mutable ? "mut " : "") + to_string(field.type);
    size_t index = texts.size();
    if (names != module_.names.fields.end() && index < names->second.size() &&
        !names->second[index].empty())
      text = shown_name(names->second[index]) + ": " + text;
    texts.push_back(std::move(text));
  }
  return join(texts, ", ");
}

// What references are to. Functions alone show theirs where they are named.
void Describer::add_types() {
  bool has_objects =
      std::ranges::any_of(module_.types, [](const wasm::SubType& type) {
        return type.composite != wasm::SubType::kFunc;
      });
  add_headline("types", has_objects);
  for (uint32_t index = 0; has_objects && index < module_.types.size();
       ++index) {
    const wasm::SubType& type = module_.types[index];
    std::string text = to_string(type.func);
    if (type.composite == wasm::SubType::kStruct)
      text = std::format("struct ({})", fields_text(index));
    if (type.composite == wasm::SubType::kArray)
      text = std::format("array ({})", fields_text(index));
    for (uint32_t supertype : type.supertypes)
      text += std::format(", a subtype of {}", supertype);
    add_field(std::format("type {}", index), text);
  }
}

// What runs without being called: wasi's reactors and commands, see
// https://github.com/WebAssembly/WASI/blob/main/legacy/application-abi.md
std::string Describer::entry_text() const {
  auto exports_function = [this](std::string_view name) {
    return std::ranges::any_of(module_.exports, [&](const wasm::Export& row) {
      return row.kind == ExternalKind::kFunc && row.name == name;
    });
  };
  std::string text;
  auto append = [&text](std::string_view part) {
    if (!text.empty()) text += ", ";
    text += part;
  };
  if (module_.start) {
    std::string name = module_.function_name(*module_.start);
    append(std::format("start function {}{}", *module_.start,
                       name.empty() ? "" : " " + quote(demangled(name))));
  }
  if (exports_function("_initialize")) append("reactor (_initialize)");
  if (exports_function("_start")) append("command (_start)");
  return text.empty() ? "nothing runs at import" : text;
}

void Describer::add_summary(const ModuleFeatures& features) {
  size_t imported = size_t(std::ranges::count_if(
      module_.imports,
      [](const wasm::Import& row) { return row.kind == ExternalKind::kFunc; }));
  add_headline("module", true);
  if (module_.names.module) {
    add_field("name", quote(*module_.names.module));
  }
  add_field("functions",
            std::format("{} defined, {} imported",
                        module_.functions.size() - imported, imported));
  add_field("entry", entry_text());
  add_field("needs", features.names.empty() ? "WebAssembly 1.0 only"
                                            : join(features.names, ", "));
}

void Describer::add_sections() {
  std::vector<wasm::Section> sections = wasm::sections_of(module_);
  add_headline("sections", !sections.empty());
  for (const wasm::Section& section : sections) {
    std::string name(section.noun);
    if (section.id == wasm::SectionId::kCustom)
      name += " " + shown_name(section.custom_name);
    add(std::format("  {:<28} {:>8}", name, section.size));
  }
}

}  // namespace

Result<std::string> describe_module(const wasm::Module& module,
                                    Diagnostics& diagnostics) {
  return Describer(module).describe(diagnostics);
}

}  // namespace wasm2mpy
