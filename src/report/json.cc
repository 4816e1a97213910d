// The report for programs. Members are only ever added; docs/cli.md describes
// them.
#include <format>

#include "report/json_text.h"
#include "report/report.h"

namespace wasm2mpy::report {
namespace {

std::string file_json(const Report& report) {
  JsonObject object(6);
  object.add("bytes", report.file.size);
  object.add("code", report.file.code);
  object.add("constants", report.file.constants);
  object.add("names", report.file.names);
  object.add("relocations", report.file.relocations);
  return object.end();
}

std::string code_json(const Report& report) {
  JsonObject object(6);
  for (size_t i = 0; i < kOrigins; ++i) {
    object.add(to_string(Origin(i)), report.code[i]);
  }
  return object.end();
}

std::string ram_json(const Report& report) {
  JsonObject object(6);
  const ImportRam& once = report.at_import;
  object.add("once", once.total());
  object.add("text", once.text);
  object.add_raw("text_outside_heap",
                 report.text_outside_heap ? "true" : "false");
  object.add("constants", once.rodata);
  object.add("names", once.names);
  object.add("data", once.data);
  object.add("module", once.objects);
  if (report.code_in_flash != 0) {
    object.add("outside_romfs", once.outside_romfs);
  }
  const InstanceRam& each = report.per_instance;
  object.add("instance", each.total());
  object.add("instance_objects", each.objects);
  object.add("tables", each.tables);
  object.add("linear_memory", each.memory);
  object.add_raw("linear_memory_is_lean", each.is_lean ? "true" : "false");
  object.add_raw("linear_memory_is_chosen", each.is_chosen ? "true" : "false");
  object.add("largest_block", report.largest_block);
  return object.end();
}

std::string functions_json(const Report& report) {
  std::string text;
  for (const Function& function : report.functions) {
    text += std::format(
        "{}\n        {{\"name\": {}, \"origin\": \"{}\", \"bytes\": {}}}",
        text.empty() ? "" : ",", quoted(function.name),
        to_string(function.origin), function.bytes);
  }
  return text.empty() ? "[]" : std::format("[{}\n      ]", text);
}

std::string imports_json(const Report& report) {
  std::string text;
  for (const Import& import : report.imports.functions) {
    text += std::format(
        "{}\n          {{\"module\": {}, \"name\": {}, \"by\": \"{}\", "
        "\"bytes\": {}}}",
        text.empty() ? "" : ",", quoted(import.module), quoted(import.name),
        import.is_served ? "runtime" : "python", import.bytes);
  }
  JsonObject object(6);
  object.add("runtime", report.imports.served);
  object.add("python", report.imports.from_python);
  object.add_raw("functions",
                 text.empty() ? "[]" : std::format("[{}\n        ]", text));
  return object.end();
}

std::string hints_json(const Report& report) {
  std::string text;
  for (const Hint& hint : report.hints) {
    text += std::format(
        "{}\n        {{\"id\": {}, \"of\": \"{}\", \"bytes\": {}, "
        "\"what\": {}, \"advice\": {}}}",
        text.empty() ? "" : ",", quoted(hint.id), hint.of_ram ? "ram" : "file",
        hint.bytes, quoted(hint.what), quoted(hint.advice));
  }
  return text.empty() ? "[]" : std::format("[{}\n      ]", text);
}

std::string warning_json(const Diagnostic& warning,
                         std::span<const Diagnostic> notes) {
  std::string texts;
  for (const Diagnostic& note : notes) {
    texts += (texts.empty() ? "" : ", ") + quoted(note.message);
  }
  return std::format(
      "{{\"id\": {}, \"file\": {}, \"message\": {}, \"notes\": [{}]}}",
      quoted(warning.id), quoted(warning.file), quoted(warning.message), texts);
}

std::string warnings_json(std::span<const Diagnostic> all) {
  std::string text;
  while (!all.empty()) {
    size_t end = 1;  // of the first one's notes
    while (end < all.size() && all[end].severity == Severity::kNote) ++end;
    if (all[0].severity == Severity::kWarning) {
      text += std::format("{}\n    {}", text.empty() ? "" : ",",
                          warning_json(all[0], all.subspan(1, end - 1)));
    }
    all = all.subspan(end);
  }
  return text.empty() ? "[]" : std::format("[{}\n  ]", text);
}

std::string build_json(const Report& report) {
  JsonObject object(4);
  object.add("arch", report.arch);
  object.add("output", report.output);
  if (!report.board.empty()) object.add("board", report.board);
  object.add("stack_size", report.stack_size);
  object.add_raw("file", file_json(report));
  if (report.code_in_flash != 0) {
    object.add("code_in_flash", report.code_in_flash);
  }
  object.add_raw("code", code_json(report));
  object.add("data_segments", report.data_segments);
  object.add("relocations", report.relocations);
  object.add_raw("ram", ram_json(report));
  object.add_raw("imports", imports_json(report));
  object.add_raw("features", list_json(report.features));
  object.add_raw("hints", hints_json(report));
  object.add_raw("fewer_passes", list_json(report.fewer_passes));
  object.add_raw("functions", functions_json(report));
  return object.end();
}

}  // namespace

std::string to_json(std::span<const Report> reports,
                    std::span<const Diagnostic> diagnostics) {
  std::string builds;
  for (const Report& report : reports) {
    builds += std::format("{}\n    {}", builds.empty() ? "" : ",",
                          build_json(report));
  }
  JsonObject object(0);
  object.add_raw("builds", std::format("[{}\n  ]", builds));
  object.add_raw("warnings", warnings_json(diagnostics));
  return object.end() + '\n';
}

}  // namespace wasm2mpy::report
