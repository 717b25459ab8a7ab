// What every simulation includes whatever the core's parameters are: compiled once, as a precompiled header.
#ifndef SNNC_PRELUDE_H
#define SNNC_PRELUDE_H

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "verilated.h"

#endif
