// pack.mjs FILE OUT: compresses a file by Brotli, as well as it can.
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const [file, out] = process.argv.slice(2);
const bytes = readFileSync(file);
writeFileSync(out, brotliCompressSync(bytes, {
  params: {
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  },
}));
