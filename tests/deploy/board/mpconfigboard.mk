# MicroPython's qemu port on a Cortex-M3, as the port has it, with a file system
# in RAM that lives through soft resets: the board for tests/deploy/run.
QEMU_ARCH = arm
QEMU_MACHINE = mps2-an385

CFLAGS += -mthumb -mcpu=cortex-m3 -mfloat-abi=soft
CFLAGS += -DQEMU_SOC_MPS2
CFLAGS += -DMICROPY_HW_MCU_NAME='"Cortex-M3"'

LDSCRIPT = mcu/arm/mps2.ld

SRC_BOARD_O = shared/runtime/gchelper_native.o shared/runtime/gchelper_thumb2.o

MPY_CROSS_FLAGS += -march=armv7m

MICROPY_VFS_LFS2 = 1
FROZEN_MANIFEST = $(BOARD_DIR)/manifest.py
# The port's main() calls mp_init() after each reset; boot/boot.c goes on from
# there.
LDFLAGS += -Wl,--wrap=mp_init
# libgcc's division brings tables for unwinding, for which the port has no place.
LDFLAGS += -Wl,--orphan-handling=discard
