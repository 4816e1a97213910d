# The usual commands in one place; `make help` lists them. All the work is done
# by tools/setup, CMake, and the scripts that the targets name.

BUILD ?= build
CMAKE_FLAGS ?=
# The boards that set-up builds: names with commas, or all.
BOARDS ?= x64
# The architecture of the demo.
ARCH ?= x64
# Where `make install` puts the tool and the library. With LAYOUT=no the tool is
# not laid out before.
PREFIX ?= /usr/local
DESTDIR ?=
LAYOUT ?= yes
export WASM2MPY_DEPS ?= $(CURDIR)/build/deps

.DEFAULT_GOAL := build
.PHONY: build everything fast dist aarch64 aarch64-test wasm wasm-test web \
  web-test install install-check uninstall setup configure demo test test-all \
  sanitize bench bench-check format clean distclean help

# 220 files of C++, and 460 short ones of C for the boards.
build: configure  ## set up if needed, and build build/bin/wasm2mpy
	@test -f $(BUILD)/bin/wasm2mpy || \
	  echo "building wasm2mpy: $$((12 / $$(nproc) + 1)) minutes, 350 MB in $(BUILD)"
	@cmake --build $(BUILD) --target wasm2mpy

everything: configure  ## the same with the unit tests
	@cmake --build $(BUILD)

fast: SETUP_FLAGS += --layout
fast: build  ## the same tool, its code laid out by how it runs (two minutes)
	@tools/layout $(LAYOUT_FLAGS) $(BUILD)

# The tool needs no board, and who lacks what the layout needs gets it without.
install: BOARDS = none
install: SETUP_FLAGS = --keep-going
install: LAYOUT_FLAGS = --if-possible
install uninstall install-check: export PREFIX := $(PREFIX)
install uninstall install-check: export DESTDIR := $(DESTDIR)
install: install-check $(if $(filter no,$(LAYOUT)),build,fast)  ## make fast, then install tool and C library (PREFIX=/usr/local)
	@cmake --build $(BUILD) --target wasm2mpy_library
	@tools/install "$(BUILD)"

# Before a build of many minutes.
install-check:
	@tools/install --check

dist: BOARDS = none
dist: build  ## the packages of a release, in build/dist
	@cmake --build $(BUILD) --target wasm2mpy_library
	@test ! -f $(BUILD)/aarch64/bin/wasm2mpy || tools/aarch64 $(BUILD)
	@test ! -f $(BUILD)/wasm/wasm2mpy-tables.mjs || tools/wasm $(BUILD)
	@tools/dist --build=$(BUILD)

aarch64: BOARDS = none
aarch64: SETUP_FLAGS = --aarch64
aarch64: build  ## the tool for Linux on aarch64, in build/aarch64 (minutes)
	@tools/aarch64 $(BUILD)

aarch64-test:  ## does it make the same modules? (never a part of make test)
	@tests/aarch64/run --build=$(BUILD)

wasm: BOARDS = none
wasm: SETUP_FLAGS += --wasm
wasm: build  ## the tool as WebAssembly, in build/wasm (the first time, 75 minutes)
	@tools/wasm $(BUILD)

wasm-test:  ## does it make the same modules? (never a part of make test)
	@tests/wasm/run --build=$(BUILD)

web: BOARDS = none
web: SETUP_FLAGS = --web --examples --keep-going
web: wasm  ## the page that compiles in the browser, in build/web
	@tools/web $(BUILD)

web-test:  ## does it? in a browser (never a part of make test)
	@tests/web/run

uninstall:  ## remove both from PREFIX
	@tools/install --uninstall

setup:  ## fetch and build what the tool and its tests need (once)
	@tools/setup --boards=$(BOARDS)

demo: BOARDS = $(ARCH)
demo: build  ## compile the examples, run them on MicroPython (ARCH=armv6m, ...)
	@ARCH=$(ARCH) tools/demo

# Where a board cannot be built its tests are skipped; in CI that is an error.
test test-all: BOARDS = all
test test-all: SETUP_FLAGS = --tests --examples \
  $(if $(filter true,$(CI)),,--keep-going)

test: everything  ## the tests for every day
	@tests/run-all

test-all: everything  ## the same with all of the official suite on every board
	@tests/run-all --all

sanitize: SETUP_FLAGS = --tests
sanitize: configure  ## some of the tests with address and thread sanitizers
	@tools/sanitize $(SANITIZERS)

bench: BOARDS = all
bench: SETUP_FLAGS = --bench --keep-going
bench: LAYOUT_FLAGS = --if-possible
bench: fast  ## instructions, sizes, RAM and compile times, beside other ways
	@bench/run
	@bench/times

bench-check: BOARDS = x64,armv6m,rv32imc,xtensawin
bench-check: build  ## did speed or sizes get worse than bench/figures.json?
	@bench/run --check

# A second run of the set-up finds its stamps and takes 0.1 s.
configure:
	@tools/setup --quiet --boards=$(BOARDS) $(SETUP_FLAGS)
	@test -f $(BUILD)/build.ninja || \
	  cmake -S . -B $(BUILD) -G Ninja $(CMAKE_FLAGS)

# Other versions of clang-format lay out some lines differently.
CLANG_FORMAT ?= clang-format-19
format:  ## format all C and C++ files that are not ignored by git
	@command -v $(CLANG_FORMAT) >/dev/null || { \
	  echo "make format: needs $(CLANG_FORMAT): apt-get install it" >&2; \
	  exit 1; }
	@git ls-files -co --exclude-standard '*.h' '*.c' '*.cc' | \
	  xargs -r $(CLANG_FORMAT) -i

clean:  ## remove what was built, keep the set-up
	@test ! -d $(BUILD) || \
	  find $(BUILD) -mindepth 1 -maxdepth 1 ! -name deps -exec rm -rf {} +

distclean: clean  ## remove everything that is not in git's files
	@rm -rf $(WASM2MPY_DEPS)
	@rmdir $(BUILD) 2>/dev/null || true

help:  ## show this
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | \
	  expand -t 20
