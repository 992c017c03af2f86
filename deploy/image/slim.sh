#!/bin/sh
# Takes out of the environment $1 what no process of Onrecord opens, and says how much each part was. The image's build
# runs it, and then read_one.sh, which fails if something is missing that was needed. Needs strip (binutils).
set -eu
site=$(echo "$1"/lib/python3*/site-packages)
[ -d "$site" ] || { echo "slim.sh: $1 is no environment" >&2; exit 66; }

size() { du -s -k "$site" | cut -f 1; }
before=$(size)
said() {
    after=$(size)
    echo "slim.sh: $(((before - after) / 1000)) MB: $1"
    before=$after
}

# spaCy's and thinc's wheels come with debug information, four fifths of their size. Libraries in folders NAME.libs were
# rewritten for their wheel (patchelf): strip could damage these.
find "$site" -name '*.so' -not -path '*.libs/*' -exec strip --strip-unneeded {} +
said "debug information of extension modules"

# ONNX Runtime for programs in C; the module for Python contains it a second time. And its tools that prepare a network.
rm -f "$site"/onnxruntime/capi/libonnxruntime.so*
rm -rf "$site"/onnxruntime/transformers "$site"/onnxruntime/quantization "$site"/onnxruntime/tools \
    "$site"/onnxruntime/datasets
said "ONNX Runtime for C, and its tools"

# How other languages write dates and numbers: courlan only asks Babel which languages there are in a link's path, and
# only for a crawler. Onrecord asks it to normalise one address.
find "$site/babel/locale-data" -name '*.dat' -not -name 'en*.dat' -not -name 'root.dat' -delete
said "Babel's data of other languages than English"

find "$site" -type d \( -name tests -o -name test \) -prune -exec rm -rf {} +
find "$site" -type f \( -name '*.pyx' -o -name '*.pxd' -o -name '*.pxi' -o -name '*.pyi' -o -name '*.c' -o -name '*.cc' \
    -o -name '*.cpp' -o -name '*.h' -o -name '*.hpp' -o -name '*.a' \) -delete
said "tests, and sources for a compiler"
