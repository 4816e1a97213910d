#include "codegen/isa/xtensa/assemble.h"

#include <llvm/MC/MCAsmBackend.h>
#include <llvm/MC/MCCodeEmitter.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCObjectFileInfo.h>
#include <llvm/MC/MCObjectWriter.h>
#include <llvm/MC/MCParser/MCAsmParser.h>
#include <llvm/MC/MCParser/MCTargetAsmParser.h>
#include <llvm/MC/MCStreamer.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>

namespace wasm2mpy::codegen::xtensa {

std::vector<uint8_t> assemble(const std::string& text,
                              const llvm::TargetMachine& machine) {
  const llvm::Target& target = machine.getTarget();
  const llvm::Triple& triple = machine.getTargetTriple();
  const llvm::MCTargetOptions& options = machine.Options.MCOptions;
  const llvm::MCSubtargetInfo& subtarget = *machine.getMCSubtargetInfo();
  const llvm::MCRegisterInfo& registers = *machine.getMCRegisterInfo();
  const llvm::MCInstrInfo& instructions = *machine.getMCInstrInfo();

  llvm::SourceMgr sources;
  // It would be printed.
  std::string error;
  sources.setDiagHandler(
      [](const llvm::SMDiagnostic& diagnostic, void* text) {
        static_cast<std::string*>(text)->assign(diagnostic.getMessage().str());
      },
      &error);
  sources.AddNewSourceBuffer(
      llvm::MemoryBuffer::getMemBuffer(text, "rewritten assembly"), {});
  llvm::MCContext context(triple, machine.getMCAsmInfo(), &registers,
                          &subtarget, &sources, &options);
  std::unique_ptr<llvm::MCObjectFileInfo> file_info(
      target.createMCObjectFileInfo(context, /*PIC=*/false));
  context.setObjectFileInfo(file_info.get());

  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  std::unique_ptr<llvm::MCAsmBackend> backend(
      target.createMCAsmBackend(subtarget, registers, options));
  std::unique_ptr<llvm::MCObjectWriter> writer =
      backend->createObjectWriter(stream);
  std::unique_ptr<llvm::MCCodeEmitter> emitter(
      target.createMCCodeEmitter(instructions, context));
  std::unique_ptr<llvm::MCStreamer> streamer(target.createMCObjectStreamer(
      triple, context, std::move(backend), std::move(writer),
      std::move(emitter), subtarget));
  std::unique_ptr<llvm::MCAsmParser> parser(llvm::createMCAsmParser(
      sources, context, *streamer, *machine.getMCAsmInfo()));
  std::unique_ptr<llvm::MCTargetAsmParser> target_parser(
      target.createMCAsmParser(subtarget, *parser, instructions, options));
  parser->setTargetParser(*target_parser);
  if (parser->Run(/*NoInitialTextSection=*/false))
    llvm::reportFatalInternalError("in rewritten assembly: " +
                                   llvm::Twine(error));
  return {bytes.begin(), bytes.end()};
}

}  // namespace wasm2mpy::codegen::xtensa
