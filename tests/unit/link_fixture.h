// Links objects made by ElfBuilder and keeps the outcome for checks.
#ifndef WASM2MPY_TESTS_UNIT_LINK_FIXTURE_H_
#define WASM2MPY_TESTS_UNIT_LINK_FIXTURE_H_

#include <string>
#include <utility>
#include <vector>

#include "elf_builder.h"
#include "link/linker.h"

namespace wasm2mpy::link::test {

inline const Target& x64() { return *target::find_target("x64"); }
inline const Target& x86() { return *target::find_target("x86"); }

struct Outcome {
  bool ok = false;
  Image image;
  std::string messages;
};

struct NamedBytes {
  std::string name;
  Bytes bytes;
};

inline Outcome run_link(const std::vector<NamedBytes>& objects,
                        const std::vector<NamedBytes>& archives = {},
                        const Target& target = x64(),
                        std::string_view entry = "entry") {
  std::vector<InputFile> object_files, archive_files;
  for (const NamedBytes& file : objects) {
    object_files.push_back({file.name, file.bytes});
  }
  for (const NamedBytes& file : archives) {
    archive_files.push_back({file.name, file.bytes});
  }
  Diagnostics diagnostics;
  Result<Image> image =
      link(object_files, archive_files, target, entry, diagnostics);
  Outcome outcome;
  outcome.ok = image.has_value();
  if (image) outcome.image = std::move(*image);
  outcome.messages = diagnostics.to_string();
  return outcome;
}

inline Outcome run_link(const ElfBuilder& object,
                        const Target& target = x64()) {
  return run_link({{"a.o", object.build()}}, {}, target);
}

// "wasm2mpy: error: TEXT\n".
inline std::string error(std::string_view text) {
  return "wasm2mpy: error: " + std::string(text) + "\n";
}
inline std::string note(std::string_view text) {
  return "wasm2mpy: note: " + std::string(text) + "\n";
}

}  // namespace wasm2mpy::link::test

#endif  // WASM2MPY_TESTS_UNIT_LINK_FIXTURE_H_
