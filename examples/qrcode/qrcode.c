// What Python needs of the library qrcodegen, and memory for a QR code of up to
// version 10, 57 by 57 modules. qrcode.pyi tells how it looks in Python.
#include "qrcodegen.h"

#define EXPORT(NAME) __attribute__((export_name(NAME)))

enum {
  kMaxVersion = 10,
  kBuffer = qrcodegen_BUFFER_LEN_FOR_VERSION(kMaxVersion),
};

static uint8_t code[kBuffer];
static uint8_t scratch[kBuffer];

// Makes the QR code of a text. Returns the modules of a side, or 0 if the text
// is too long for the error correction, 0 (low) to 3 (high).
EXPORT("encode") int encode(const char *text, int correction) {
  if (!qrcodegen_encodeText(text, scratch, code, (enum qrcodegen_Ecc)correction,
                            qrcodegen_VERSION_MIN, kMaxVersion,
                            qrcodegen_Mask_AUTO, true))
    return 0;
  return qrcodegen_getSize(code);
}

// Is the module dark? Those around the code are not.
EXPORT("dark") int dark(int x, int y) {
  return qrcodegen_getModule(code, x, y);
}
