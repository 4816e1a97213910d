// The second half of the pipeline; the first is in compile.cc. Each stage takes
// the result of the one before, which nobody changes from then on.
#include "compile/build.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "codegen/codegen.h"
#include "codegen/output_bytes.h"
#include "compile/call_table.h"
#include "contract/constants.h"
#include "link/linker.h"
#include "mpy/writer.h"
#include "target/compiler_runtime.h"
#include "target/xip_stub.h"

namespace wasm2mpy {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr std::unexpected<Reported> kFailed{Reported{}};

// Where the linker looks for what the code generator calls. The first archive
// that has a function wins: the small one, or with -O2 the fast one.
std::vector<link::InputFile> compiler_runtime(const Target& target,
                                              OptLevel level) {
  std::vector<link::InputFile> archives;
  for (const CompilerRuntime& runtime : kCompilerRuntime) {
    if (runtime.arch != target.name) continue;
    archives.push_back({std::string(runtime.name) + ".a", runtime.bytes});
  }
  if (level == OptLevel::kO2) std::ranges::reverse(archives);
  return archives;
}

// What --xip makes of an image: a constant, whose alignment the loader leaves
// to the file. Data that the code reads is in it.
mpy::ConstantObject code_constant(const link::Image& image) {
  mpy::ConstantObject constant = {.bytes = image.text,
                                  .alignment = RT_XIP_ALIGNMENT};
  std::string_view error = RT_XIP_ERROR;
  constant.bytes.insert(constant.bytes.end(), error.begin(), error.end());
  return constant;
}

// The native text that enters such a constant.
Result<link::Image> link_stub(const Target& target, Diagnostics& diagnostics) {
  std::span<const XipStub>::iterator stub =
      std::ranges::find(kXipStubs, target.name, &XipStub::arch);
  link::InputFile file = {std::string(stub->file) + ".o", stub->bytes};
  return link::link({&file, 1}, {}, target, kXipEntrySymbol, diagnostics);
}

// The module with all but its image.
mpy::NativeModule without_image(const Settings& settings, const Target& target,
                                codegen::Output& object) {
  mpy::NativeModule native;
  native.target = &target;
  native.source_name = source_name(settings);
  native.qstrs = std::move(object.qstrs);
  for (const std::string& text : object.strings) {
    native.objects.push_back(
        {mpy::ObjectType::kStr, Bytes(text.begin(), text.end())});
  }
  if (!object.data_object.empty()) {
    native.objects.push_back({mpy::ObjectType::kBytes, object.data_object});
  }
  return native;
}

// Another tool may have done it.
Result<codegen::Output> generate(const codegen::Job& job,
                                 Diagnostics& diagnostics) {
  auto generated = job.settings.generated.find(job.target.name);
  if (generated != job.settings.generated.end())
    return codegen::output_of_bytes(generated->second);
  return codegen::compile(job, diagnostics);
}

}  // namespace

Result<BuiltVariant> build(const wasm::Module& module,
                           const codegen::Facts& facts,
                           const bind::Bindings& bindings,
                           const debug::TrapCodes* trap_codes,
                           const Settings& settings, const Variant& wanted,
                           StageLog& log, Diagnostics& diagnostics) {
  const Target& target = wanted.target;

  // Function bodies are decoded and translated one after the other, so that a
  // large module never stands decoded in memory as a whole.
  codegen::Job job = {module,
                      facts,
                      bindings,
                      target,
                      wanted.stack_size,
                      settings,
                      trap_codes,
                      [&log](std::string_view name) { log.end_stage(name); }};
  Result<codegen::Output> object = generate(job, diagnostics);
  if (!object) return kFailed;
  if (settings.only_generate) return BuiltVariant{to_bytes(*object), {}};
  log.add_size(settings.stop_after ? "output" : "object", object->bytes.size());
  if (settings.stop_after) return BuiltVariant{std::move(object->bytes), {}};

  // Text and read-only data become one block at fixed distances; nothing
  // moves after this.
  link::InputFile object_file = {source_name(settings) + ".o", object->bytes};
  std::vector<link::InputFile> archives =
      compiler_runtime(target, settings.level);
  Result<link::Image> image = link::link({&object_file, 1}, archives, target,
                                         codegen::kEntrySymbol, diagnostics);
  if (!image) return kFailed;
  std::set<uint32_t> told = add_call_table(*image, *object);
  log.end_stage("link", image->text.size() + image->rodata.size());

  // Only now, because the header of the code has its final size.
  mpy::NativeModule native = without_image(settings, target, *object);
  if (settings.xip) {
    Result<link::Image> stub = link_stub(target, diagnostics);
    if (!stub) return kFailed;
    native.objects.insert(native.objects.begin(), code_constant(*image));
    native.image = std::move(*stub);
  } else {
    native.image = std::move(*image);
  }
  const link::Image& code = settings.xip ? *image : native.image;
  Result<Bytes> file = mpy::write_mpy(native, diagnostics);
  if (!file) return kFailed;
  log.end_stage("pack", file->size());

  BuiltVariant built;
  if (settings.report != ReportFormat::kNone || ram_of(settings)) {
    built.report = report::collect(
        {module, facts, settings, target, *object, code, std::span(*file)});
    built.report->arch = target.name;
    built.report->board = settings.board ? settings.board->name : "";
    built.report->output = wanted.output;
    built.report->stack_size = wanted.stack_size;
  }
  built.traps = object->traps;
  built.is_lean_by_choice = object->memory.is_chosen;
  built.trap_codes = std::move(object->trap_codes);
  if (trap_codes)
    built.trap_codes.insert(built.trap_codes.end(), told.begin(), told.end());
  built.bytes = std::move(*file);
  return built;
}

}  // namespace wasm2mpy
