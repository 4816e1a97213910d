// The report for people. The question behind it: does this fit my board, and
// if not, what is so large?
#include "support/text.h"

#include <algorithm>
#include <format>
#include <functional>
#include <ranges>

#include "report/report.h"
#include "support/diagnostics.h"

namespace wasm2mpy::report {
namespace {

constexpr size_t kWidth = 48;            // of the words in front of the numbers
constexpr size_t kMaxOwnFunctions = 12;  // that are listed by name
constexpr size_t kMaxOtherFunctions = 6;

void line(std::string& text, std::string_view words, uint64_t bytes) {
  text += std::format("{:<{}}{:>10}\n", words, kWidth, bytes);
}

// Names that could be taken for something else are in quotes.
std::string printable(const std::string& name) {
  bool is_plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '$';
  });
  return is_plain && !name.empty() && name.size() <= 40 ? name : quote(name);
}

// Words in lines of their own, between the margins.
void wrap(std::string& text, std::string_view words) {
  constexpr size_t kMargin = 4;
  constexpr size_t kLineWidth = 78;
  size_t column = 0;
  while (!words.empty()) {
    size_t end = std::min(words.find(' '), words.size());
    if (column != 0 && column + 1 + end > kLineWidth) {
      text += '\n';
      column = 0;
    }
    text += column == 0 ? std::string(kMargin, ' ') : " ";
    column = column == 0 ? kMargin : column + 1;
    text += words.substr(0, end);
    column += end;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  text += '\n';
}

// Only if there is something.
void detail(std::string& text, std::string_view words, uint64_t bytes) {
  if (bytes != 0) line(text, words, bytes);
}

void add_file(std::string& text, const Report& report) {
  line(text, "file", report.file.size);
  line(text, "  code", report.file.code);
  constexpr std::array<std::string_view, kOrigins> kWords = {
      "    functions of the module",
      "    bridges to Python, start-up, traps",
      "    runtime",
      "    compiler runtime",
      "    literals and padding",
  };
  for (size_t i = 0; i < kOrigins; ++i) {
    detail(text, kWords[i], report.code[i]);
  }
  detail(text, "  constants", report.file.constants);
  detail(text, "    data segments", report.data_segments);
  line(text, std::format("  names ({})", report.names), report.file.names);
  if (report.relocations != 0) {
    line(text, std::format("  relocations ({})", report.relocations),
         report.file.relocations);
  } else {
    line(text, "  no relocations", report.file.relocations);
  }
  detail(text, "  of these, code that stays in flash", report.code_in_flash);
}

void add_ram(std::string& text, const Report& report) {
  const ImportRam& once = report.at_import;
  line(text,
       report.code_in_flash != 0 ? "RAM for the code, once, from ROMFS"
                                 : "RAM for the code, once",
       once.total());
  line(text,
       report.text_outside_heap ? "  text, outside of Python's heap"
                                : "  text, in one piece",
       once.text);
  detail(text, "  constants, in one piece", once.rodata);
  line(text, "  names, at most", once.names);
  detail(text, "  data segments (none with ROMFS)", once.data);
  line(text, "  module object", once.objects);
  if (report.code_in_flash != 0) {
    line(text, "  the same where the file is not in ROMFS",
         once.total() + once.outside_romfs);
  }

  const InstanceRam& each = report.per_instance;
  line(text, "RAM for each instance", each.total());
  line(text, "  instance, functions, dictionary", each.objects);
  detail(text, "  tables", each.tables);
  if (each.is_lean) {
    line(text,
         each.is_chosen ? "  linear memory (lean: all is too much), untouched"
                        : "  linear memory before it is touched",
         each.memory);
  } else {
    detail(text, "  linear memory, in one piece", each.memory);
  }
  line(text, "largest piece of RAM", report.largest_block);
  line(text, "native stack that the board must have", report.stack_size);
}

// The user can change what is in the module. Of the rest it is of interest what
// was pulled in, such as division of f64.
void add_functions(std::string& text, const Report& report) {
  std::vector<const Function*> own, others;
  for (const Function& function : report.functions) {
    (function.origin == Origin::kModule ? own : others).push_back(&function);
  }
  auto list = [&](std::string_view what, auto& functions, size_t most) {
    if (functions.empty()) return;
    text += std::format("{} ({}), largest first\n", what, functions.size());
    functions.resize(std::min(functions.size(), most));
    for (const Function* function : functions) {
      line(text, "  " + printable(function->name), function->bytes);
    }
  };
  list("functions of the module", own, kMaxOwnFunctions);
  list("other functions", others, kMaxOtherFunctions);
}

void add_fewer_passes(std::string& text, const Report& report) {
  const std::vector<std::string>& all = report.fewer_passes;
  if (all.empty()) return;
  text += std::format(
      "functions with fewer passes, to keep compile time in bounds ({})\n",
      all.size());
  std::vector<std::string> names;
  for (const std::string& name : all | std::views::take(kMaxOwnFunctions))
    names.push_back(printable(name));
  if (all.size() > kMaxOwnFunctions) names.push_back("...");
  wrap(text, join(names, ", "));
}

std::string import_name(const Import& import) {
  return printable(import.module) + "." + printable(import.name);
}

void add_imports(std::string& text, const Report& report) {
  const Imports& imports = report.imports;
  std::vector<const Import*> served;
  std::vector<std::string> others;
  for (const Import& import : imports.functions) {
    if (import.is_served) {
      served.push_back(&import);
    } else {
      others.push_back(import_name(import));
    }
  }
  if (!served.empty()) {
    line(text, std::format("imports served by the runtime ({})", served.size()),
         imports.served);
    std::ranges::stable_sort(served, std::greater<>(), &Import::bytes);
    uint64_t alone = 0;
    for (const Import* import : served) {
      line(text, "  " + import_name(*import), import->bytes);
      alone += import->bytes;
    }
    detail(text, "  what several of them need", imports.served - alone);
  }
  if (!others.empty()) {
    line(text, "imports from Python", imports.from_python);
    wrap(text, join(others, ", "));
  }
}

void add_features(std::string& text, const Report& report) {
  text += "WebAssembly beyond 1.0\n";
  wrap(text, report.features.empty() ? "nothing" : join(report.features, ", "));
}

void add_hints(std::string& text, const Report& report) {
  if (report.hints.empty()) return;
  text += "what would make it smaller, by about\n";
  for (const Hint& hint : report.hints) {
    std::string what =
        std::format("  {}{}", hint.of_ram ? "RAM: " : "", hint.what);
    if (hint.bytes != 0) {
      line(text, what, hint.bytes);
    } else {
      text += what + '\n';
    }
    wrap(text, hint.advice);
  }
}

// One line for each, to compare.
void add_overview(std::string& text, std::span<const Report> reports) {
  text += std::format("{:<10}{:>10}{:>10}{:>10}{:>12}{:>16}\n", "arch", "file",
                      "code", "constants", "RAM, once", "RAM, instance");
  for (const Report& report : reports) {
    text +=
        std::format("{:<10}{:>10}{:>10}{:>10}{:>12}{:>16}\n", report.arch,
                    report.file.size, report.file.code, report.file.constants,
                    report.at_import.total(), report.per_instance.total());
  }
}

}  // namespace

std::string to_text(std::span<const Report> reports) {
  std::string text;
  if (reports.size() > 1) add_overview(text, reports);
  for (const Report& report : reports) {
    if (!text.empty()) text += '\n';
    std::string title =
        std::format("{}, {}", escape_controls(report.output), report.arch);
    if (!report.board.empty()) title += std::format(" ({})", report.board);
    text += std::format("{:<{}}{:>10}\n", title, kWidth, "bytes");
    add_file(text, report);
    add_ram(text, report);
    add_functions(text, report);
    add_fewer_passes(text, report);
    add_imports(text, report);
    add_features(text, report);
    add_hints(text, report);
  }
  return text;
}

}  // namespace wasm2mpy::report
