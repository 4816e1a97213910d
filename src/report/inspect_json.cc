#include <string>
#include <string_view>
#include <vector>

#include "analysis/host_functions.h"
#include "analysis/module_features.h"
#include "report/inspect.h"
#include "report/json_text.h"
#include "report/type_text.h"

namespace wasm2mpy {
namespace {

using report::JsonObject;

void add_entity(JsonObject& object, const wasm::Module& module,
                wasm::ExternalKind kind, uint32_t index,
                std::string_view name) {
  object.add("kind", to_string(kind));
  object.add("name", name);
  object.add("type", type_text(module, kind, index));
}

// Who gives an import.
std::string_view giver(const wasm::Module& module, const wasm::Import& import) {
  return codegen::find_host_function(module, import).empty() ? "python"
                                                             : "runtime";
}

void append(std::string& list, const JsonObject& object) {
  list += (list.empty() ? "" : ", ") + object.end();
}

}  // namespace

Result<std::string> module_json(const wasm::Module& module,
                                Diagnostics& diagnostics) {
  Result<ModuleFeatures> features = find_features(module, diagnostics);
  if (!features) return std::unexpected(Reported{});
  std::string exports;
  for (const wasm::Export& row : module.exports) {
    JsonObject object(4);
    add_entity(object, module, row.kind, row.index, row.name);
    append(exports, object);
  }
  std::string imports;
  for (const wasm::Import& row : module.imports) {
    JsonObject object(4);
    object.add("module", row.module);
    add_entity(object, module, row.kind, row.index, row.name);
    object.add("by", giver(module, row));
    append(imports, object);
  }
  JsonObject object(0);
  object.add("file", module.file);
  object.add("bytes", module.bytes.size());
  object.add("functions", module.functions.size());
  object.add_raw("exports", "[" + exports + "]");
  object.add_raw("imports", "[" + imports + "]");
  std::vector<std::string> names(features->names.begin(),
                                 features->names.end());
  object.add_raw("features", report::list_json(names));
  return object.end() + '\n';
}

}  // namespace wasm2mpy
